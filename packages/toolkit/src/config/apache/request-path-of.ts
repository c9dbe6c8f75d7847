/** What a request target is to Apache: its path, decoded; or the status that it is answered with. */
export type Target =
  | {
      readonly ok: true;
      readonly path: string;
      readonly raw: string;
      readonly query: string | null;
      readonly host: string | null;
    }
  | { readonly ok: false; readonly status: 400 | 404; readonly host: string | null };

/**
 * Reads a target as Apache does: decoded, `//` and dot segments gone. An encoded slash is 404, half an escape 400.
 *
 * https://github.com/apache/httpd/blob/2.4.62/server/request.c#L186
 */
export function requestPath(target: string): Target {
  const absolute = /^[A-Za-z][A-Za-z0-9+.-]*:\/\/([^/?#]*)(.*)$/s.exec(target);
  const host = absolute?.[1]?.replace(/^.*@/, "").replace(/:\d*$/, "") ?? null;
  const rest = absolute === null ? target : (absolute[2] ?? "");
  // No client may send a fragment.
  if (rest.includes("#")) return { ok: false, status: 400, host };
  const question = rest.indexOf("?");
  const raw = (question === -1 ? rest : rest.slice(0, question)) || (absolute === null ? "" : "/");
  const query = question === -1 ? null : rest.slice(question + 1);
  if (!raw.startsWith("/")) return { ok: false, status: 400, host };
  if (/%(?![0-9A-Fa-f]{2})/.test(raw)) return { ok: false, status: 400, host };
  const plain = raw.replace(/%(2[DdEe]|3[0-9]|[46][1-9A-Fa-f]|[57][0-9Aa]|5[Ff]|7[Ee])/g, decodeTriplet);
  const normal = withoutDotSegments(plain.replace(/\/{2,}/g, "/"));
  if (normal === null) return { ok: false, status: 400, host };
  if (/%(?:2[Ff]|00)/.test(normal)) return { ok: false, status: 404, host };
  return { ok: true, path: normal.replace(/%([0-9A-Fa-f]{2})/g, decodeTriplet), raw, query, host };
}

function decodeTriplet(_triplet: string, digits: string): string {
  return String.fromCharCode(Number.parseInt(digits, 16));
}

/** Null when it leads above the root. */
function withoutDotSegments(path: string): string | null {
  const kept: string[] = [];
  const segments = path.split("/").slice(1);
  for (const [index, segment] of segments.entries()) {
    const isLast = index === segments.length - 1;
    if (segment === "..") {
      if (kept.length === 0) return null;
      kept.pop();
    } else if (segment !== ".") {
      kept.push(segment);
      continue;
    }
    if (isLast) kept.push("");
  }
  return `/${kept.join("/")}`;
}
