import { comment, heading } from "../heading.ts";
import type { NumberedRule } from "../numbered-rules.ts";
import { type AnswerHeader, type AnswerOptions, againMaps, answerKey, kindMap, varyMap } from "./answer-maps.ts";
import { mapBlock } from "./map.ts";
import { originMaps, selfOriginMaps } from "./origin-maps.ts";
import { dollar, quote } from "./quote.ts";
import { targetMap } from "./target-map.ts";

/** `http.conf`: what the policy answers, as variables. Their cost is paid by the requests that use them. */
export function httpFile(
  rules: readonly NumberedRule[],
  headers: readonly AnswerHeader[],
  options: AnswerOptions,
  command: string,
): string {
  const answers = headers.map(({ variable, lines }) => mapBlock(answerKey, variable, lines, "volatile"));
  const usesDollar = answers.some((map) => map.includes(dollar));
  const sections = [
    section("A preflight is OPTIONS with an Origin and an Access-Control-Request-Method; any other request is not.", [
      presenceMap("$http_origin", "crosscheck_has_origin"),
      presenceMap("$http_access_control_request_method", "crosscheck_asks_method"),
      mapBlock('"$request_method $crosscheck_has_origin $crosscheck_asks_method"', "crosscheck_preflight", [
        { key: "default", value: "0" },
        { key: quote("OPTIONS 1 1"), value: "1" },
      ]),
    ]),
    section(
      "The rule, by the path as the client sent it: 1 is the policy's first. Servers and applications do not agree on what an odd path means, so an ambiguous one is granted nothing. (?:a|%61) is one letter, plain or percent-encoded.",
      [targetMap(rules)],
    ),
    section("server.conf sets it, so that it stays 0 for a request that nginx itself rejects.", [
      mapBlock('""', "crosscheck_rule", [{ key: "default", value: "0" }]),
    ]),
    section("The origins of each rule.", [originMaps(rules)]),
    section("The value of Access-Control-Allow-Origin, or nothing when the origin is not allowed.", [
      mapBlock("$crosscheck_rule", "crosscheck_allowed", [
        { key: "default", value: '""' },
        ...rules
          .filter((rule) => rule.allowOrigins.length > 0)
          .map((rule) => ({
            key: String(rule.number),
            value: rule.allowOrigins === "*" ? '"*"' : `$crosscheck_origin_${rule.number}`,
            comment: rule.id,
          })),
      ]),
    ]),
    options.refuses
      ? section("refuseUnlisted: an Origin that is neither allowed nor the server's own.", [
          selfOriginMaps(rules.filter((rule) => rule.refuseUnlisted)),
        ])
      : "",
    section("The kind of answer.", [kindMap(options)]),
    section(
      "When a range cannot be satisfied, nginx makes the headers twice, and one origin too many is one that browsers refuse.",
      [againMaps()],
    ),
    section(
      options.passesThrough
        ? "The headers. Where no rule covers the path, what an upstream says goes through."
        : "The headers.",
      [...(usesDollar ? [`geo $${dollar} {\n    default "$";\n}\n`] : []), ...answers, varyMap(rules)],
    ),
  ];
  const intro = [
    "The variables of the CORS policy. Include it once, in http {}:",
    "",
    "    http {",
    "        include crosscheck-cors/http.conf;",
    "        server {",
    "            include crosscheck-cors/server.conf;    # first in server {}",
    "            include crosscheck-cors/headers.conf;",
    "            location /x/ {",
    "                include crosscheck-cors/headers.conf;    # again wherever a location has an add_header or",
    "                add_header X-Example 1;                  # a proxy_hide_header of its own: it inherits none",
    "            }",
    "        }",
    "    }",
    "",
    "Test and load it: nginx -t && nginx -s reload",
    "",
    "The expressions below replace the captures $1, $2, … of a server_name: name those, (?<site>…).",
  ];
  return [heading(command, intro), ...sections.filter((text) => text !== "")].join("\n");
}

function section(title: string, blocks: readonly string[]): string {
  return `${comment(title)}\n${blocks.filter((block) => block !== "").join("\n")}`;
}

function presenceMap(source: string, variable: string): string {
  return mapBlock(source, variable, [
    { key: "default", value: "1" },
    { key: '""', value: "0" },
  ]);
}
