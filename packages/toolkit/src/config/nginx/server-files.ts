import { corsResponseHeaderNames } from "@crosscheck/cors";
import { heading } from "../heading.ts";
import type { AnswerHeader, AnswerOptions } from "./answer-maps.ts";

/** The modules whose answers come from another server, as far as every build has them: grpc needs HTTP/2. */
const gateways = ["proxy", "fastcgi", "uwsgi", "scgi"];

/** `server.conf`: fixes the answer and gives what needs no handler, before a location is chosen. */
export function serverFile({ refuses, hasWildcard }: AnswerOptions, command: string): string {
  const intro = [
    "Answers preflights, before logins, denials and proxies can. Include it first in server {}:",
    "",
    "    include crosscheck-cors/server.conf;",
  ];
  const lines = [
    "# An if that holds nothing but set or return is the safe kind.",
    "set $crosscheck_kind none;",
    "if ($crosscheck_allowed = $http_origin) { set $crosscheck_kind actual; }",
    ...(hasWildcard ? ['if ($crosscheck_allowed = "*") { set $crosscheck_kind actual; }'] : []),
    ...(refuses ? ["if ($crosscheck_kind = none) { set $crosscheck_kind $crosscheck_unlisted; }"] : []),
    "if ($request_method = OPTIONS) { set $crosscheck_kind $crosscheck_options; }",
    "",
    'set $crosscheck_answer "$crosscheck_target $crosscheck_kind";',
    'if ($http_range = "") { set $crosscheck_now $crosscheck_answer; }',
    "",
    "if ($crosscheck_kind = granted) { return 204; }",
    "if ($crosscheck_kind = refused) { return 403; }",
    ...(refuses ? ["if ($crosscheck_kind = unlisted) { return 403; }"] : []),
  ];
  return `${heading(command, intro)}\n${lines.join("\n")}\n`;
}

/** `headers.conf`: sends the headers in place of an upstream's. */
export function headersFile(headers: readonly AnswerHeader[], command: string): string {
  const intro = [
    "Sends the CORS headers, on errors too, in place of those of an upstream. Include it in server {}, and again in every",
    "location that has an add_header or a proxy_hide_header (fastcgi_hide_header, …) of its own, because such a location",
    "inherits none:",
    "",
    "    include crosscheck-cors/headers.conf;",
  ];
  const width = Math.max(...corsResponseHeaderNames.map((name) => name.length));
  const added = [...headers, { name: "Vary", variable: "crosscheck_vary" }].map(
    ({ name, variable }) => `add_header ${name.padEnd(width)} $${variable} always;`,
  );
  const hidden = gateways.map((gateway) =>
    corsResponseHeaderNames.map((name) => `${gateway}_hide_header ${name};`).join("\n"),
  );
  return `${heading(command, intro)}\n${added.join("\n")}\n\n${hidden.join("\n\n")}\n`;
}

/** `lists.conf`: room for long lists. A file of its own, because nginx takes these once only and before the first map. */
export function listsFile(command: string): string {
  const intro = [
    "Room for the long lists of origins. Include it once, in http {}, before the first map, unless the configuration",
    "has larger values already:",
    "",
    "    include crosscheck-cors/lists.conf;",
  ];
  return `${heading(command, intro)}\nmap_hash_max_size    65536;\nmap_hash_bucket_size 128;\n`;
}
