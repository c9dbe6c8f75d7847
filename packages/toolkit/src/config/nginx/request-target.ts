/** What a request target is to nginx: its path, decoded; or a request that it rejects with 400. */
export type NginxTarget =
  | {
      readonly ok: true;
      readonly path: string;
      /** As sent, with the query. */
      readonly unparsed: string;
      readonly args: string;
      readonly host: string | null;
    }
  | { readonly ok: false };

const rejected = { ok: false } as const;

/**
 * Reads a target as nginx does: decoded, `//` and dot segments gone, a decoded slash and dot like a plain one.
 *
 * https://github.com/nginx/nginx/blob/release-1.22.1/src/http/ngx_http_parse.c#L101 and #L1250
 */
export function requestTarget(target: string, options: { readonly mergeSlashes: boolean }): NginxTarget {
  if (/[\x00-\x20\x7f]/.test(target)) return rejected;
  const absolute = /^[A-Za-z][A-Za-z0-9+.-]*:\/\/([^/? ]*)(.*)$/s.exec(target);
  if (absolute === null && !target.startsWith("/")) return rejected;
  const authority = absolute?.[1] ?? null;
  const host = authority === null ? null : authority.replace(/:\d*$/, "");
  if (host !== null && !/^(?:[A-Za-z0-9.-]+|\[[0-9A-Fa-f:.]+\])$/.test(host)) return rejected;
  const rest = absolute === null ? target : (absolute[2] ?? "");
  const unparsed = rest.startsWith("/") ? rest : `/${rest}`;
  const path = decodePath(unparsed, options.mergeSlashes);
  if (path === null) return rejected;
  return { ok: true, path: path.path, args: path.args, unparsed, host: host === null ? null : host.toLowerCase() };
}

type State = "usual" | "slash" | "dot" | "dot-dot";

function decodePath(raw: string, mergeSlashes: boolean): { readonly path: string; readonly args: string } | null {
  let path = "";
  let state: State = "usual";
  let position = 0;
  while (position < raw.length) {
    let character = raw[position] ?? "";
    position++;
    let literal = false;
    if (character === "%") {
      const digits = raw.slice(position, position + 2);
      if (!/^[0-9A-Fa-f]{2}$/.test(digits)) return null;
      position += 2;
      character = String.fromCharCode(Number.parseInt(digits, 16));
      if (character === "\0") return null;
      // Decoded, these mean nothing; a slash and a dot do.
      if (character === "%" || character === "#" || character === "?") literal = true;
    }
    if (literal) {
      path += character;
      state = "usual";
      continue;
    }
    const ends = character === "?" || character === "#";
    if (character === "/" || ends) {
      if (state === "dot") path = path.slice(0, -1);
      if (state === "dot-dot") {
        // The segment and the slash before it are gone.
        const shorter = withoutLastSegment(path);
        if (shorter === null) return null;
        path = shorter;
      }
      if (character === "?") return { path, args: raw.slice(position).replace(/#.*$/s, "") };
      if (ends) return { path, args: "" };
      const wasSlash = state !== "usual";
      if (!wasSlash || (state === "slash" && !mergeSlashes)) path += "/";
      state = "slash";
      continue;
    }
    path += character;
    if (character === "." && state === "slash") state = "dot";
    else if (character === "." && state === "dot") state = "dot-dot";
    else state = "usual";
  }
  if (state === "dot") path = path.slice(0, -1);
  if (state === "dot-dot") {
    const shorter = withoutLastSegment(path);
    if (shorter === null) return null;
    path = shorter;
  }
  return { path, args: "" };
}

/** `/a/b/..` is `/a/`; null above the root. */
function withoutLastSegment(path: string): string | null {
  const parent = path.slice(0, -"/..".length);
  const slash = parent.lastIndexOf("/");
  return slash === -1 ? null : parent.slice(0, slash + 1);
}
