import os
import sys

if __name__ == "__main__":
    root = sys.argv.pop(1)
    sys.path.insert(0, root)
    os.chdir(root)
    from tools.serve import serve

    for scheme in ("http-private", "http-public", "https-private", "https-public", "ws", "wss", "webtransport-h3"):
        serve.ConfigBuilder._default["ports"].pop(scheme, None)
    serve.run(**vars(serve.get_parser().parse_args()))
