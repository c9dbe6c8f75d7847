import { getHeader, isResponse, type NetworkAnswer, type Responder } from "@crosscheck/cors/http";
import { evaluateNginx } from "../config/nginx/evaluate.ts";
import { parseNginx } from "../config/nginx/parse.ts";
import { noFiles } from "../config/source.ts";
import type { RepairedCall } from "./changes.ts";

/** Lines for nginx, and the simulated nginx that has them before what was recorded. */
export interface NginxFix {
  readonly text: string;
  readonly responder: Responder;
}

/** The header lines that a fix needs, for nginx in front of an application. Null where a value has no place in them. */
export function nginxFix(
  call: RepairedCall,
  preflight: readonly (readonly [string, string])[],
  actual: readonly (readonly [string, string])[],
  isError: boolean,
  /** Of the answer that failed: a redirect may have led there. */
  failedUrl: string,
): NginxFix | null {
  const { changes, pageOrigin } = call;
  const value = (name: string, list: readonly (readonly [string, string])[]): string | null => getHeader(list, name);
  const granted = [
    ["Access-Control-Allow-Credentials", value("access-control-allow-credentials", actual)],
    ["Access-Control-Expose-Headers", value("access-control-expose-headers", actual)],
    ["Access-Control-Allow-Methods", value("access-control-allow-methods", preflight)],
    ["Access-Control-Allow-Headers", value("access-control-allow-headers", preflight)],
  ].filter((header): header is [string, string] => header[1] !== null);
  const texts = [pageOrigin, ...granted.map(([, text]) => text)];
  if (texts.some((text) => /["\\$;{}\r\n]/.test(text))) return null;
  const path = new URL(failedUrl).pathname.replace(/[^/]*$/, "");
  if (!/^[\w./~-]*$/.test(path)) return null;
  const always = isError ? " # always: on errors, too" : "";
  const maps = [
    "map $http_origin $cors_origin {",
    `    "${pageOrigin}" "${pageOrigin}";`,
    "}",
    ...granted.flatMap(([name, text]) => [
      `map $cors_origin ${variable(name)} {`,
      `    "${pageOrigin}" "${text}";`,
      "}",
    ]),
  ];
  const hidden = changes.allowOrigin ? ["    proxy_hide_header Access-Control-Allow-Origin;"] : [];
  const lines = [
    `location ${path === "" ? "/" : path} {`,
    ...hidden,
    ...granted.map(([name]) => `    proxy_hide_header ${name};`),
    ...(changes.allowOrigin
      ? [
          `    add_header Access-Control-Allow-Origin $cors_origin always;${always}`,
          "    add_header Vary Origin always;",
        ]
      : []),
    ...granted.map(([name]) => `    add_header ${name} ${variable(name)} always;`),
    ...(changes.answerPreflight ? ["    if ($request_method = OPTIONS) {", "        return 204;", "    }"] : []),
  ];
  const text = [...maps, ...lines, "    # and what is there already", "}"].join("\n");
  const others = path === "/" ? "" : "location / { proxy_pass http://127.0.0.1:1; }";
  const tried = `events {}\nhttp {\n${maps.join("\n")}\nserver {\nlisten 80;\n${lines.join("\n")}\nproxy_pass http://127.0.0.1:1;\n}\n${others}\n}\n}\n`;
  const { directives, problems } = parseNginx(tried, { file: "nginx.conf", source: noFiles });
  if (problems.length > 0) return null;
  const responder: Responder = (request): NetworkAnswer => {
    const { host, pathname, search } = new URL(request.url);
    const evaluate = evaluateNginx(directives, {
      kindOf: () => "unknown",
      upstream: () => {
        const answer = call.before(request);
        return isResponse(answer) ? answer : { status: 200, headers: [] };
      },
    });
    const evaluated = evaluate({
      method: request.method,
      target: pathname + search,
      headers: [["Host", host], ...request.headers],
      scheme: "http",
      port: 80,
    });
    return evaluated.kind === "answer" ? evaluated.response : { kind: "failed", why: evaluated.why };
  };
  return { text, responder };
}

/** `$cors_allow_credentials`: a value for the page alone, and no header for others. */
function variable(name: string): string {
  return `$cors_${name.toLowerCase().replace("access-control-", "").replaceAll("-", "_")}`;
}
