import { type ChildProcess, spawnSync } from "node:child_process";
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import type { BrowserDriver } from "./browser-driver.ts";
import { endGroup, startGroup } from "./process-group.ts";

export const miniBrowserPath = "/usr/lib/x86_64-linux-gnu/webkit2gtk-4.1/MiniBrowser";

/** WebKitGTK's MiniBrowser in an X server of its own; its console goes to its standard error. */
export async function startWebkit(inspectorPort: number | null = null): Promise<BrowserDriver> {
  const folder = mkdtempSync(join(tmpdir(), "crosscheck-webkit-"));
  const version = debianVersion("libwebkit2gtk-4.1-0");
  let browser: ChildProcess | null = null;
  let text = "";
  return {
    engine: "webkit",
    version,
    async open(url) {
      const variables = {
        HOME: folder,
        XDG_RUNTIME_DIR: folder,
        WEBKIT_DISABLE_COMPOSITING_MODE: "1",
        WEBKIT_DISABLE_DMABUF_RENDERER: "1",
        LIBGL_ALWAYS_SOFTWARE: "1",
        NO_AT_BRIDGE: "1",
        ...(inspectorPort === null ? {} : { WEBKIT_INSPECTOR_HTTP_SERVER: `127.0.0.1:${inspectorPort}` }),
      };
      const args = [
        "-a",
        "-s",
        "-screen 0 800x600x24 -nolisten tcp",
        miniBrowserPath,
        "--enable-write-console-messages-to-stdout=true",
        ...(inspectorPort === null ? [] : ["--enable-developer-extras=true"]),
        url,
      ];
      browser = startGroup("xvfb-run", args, variables);
      browser.stderr?.setEncoding("utf8").on("data", (chunk: string) => {
        text += chunk;
      });
    },
    async takeMessages() {
      const taken = text.split("\n").filter((line) => line !== "");
      text = "";
      return taken;
    },
    async close() {
      if (browser !== null) await endGroup(browser);
      rmSync(folder, { recursive: true, force: true, maxRetries: 5, retryDelay: 200 });
    },
  };
}

/** MiniBrowser tells its version only to who has a display. */
function debianVersion(name: string): string {
  // biome-ignore lint/suspicious/noTemplateCurlyInString: dpkg-query's own placeholder
  const { stdout } = spawnSync("dpkg-query", ["--show", "--showformat=${Version}", name], { encoding: "utf8" });
  return stdout?.trim() ?? "";
}
