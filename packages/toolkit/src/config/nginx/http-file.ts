import { comment, heading } from "../heading.ts";
import type { NumberedRule } from "../numbered-rules.ts";
import {
  type AnswerHeader,
  type AnswerOptions,
  headerMap,
  optionsMaps,
  rangedMaps,
  unsetMap,
  varyMap,
} from "./answer-maps.ts";
import { allowedMap, originMaps, selfOriginMaps } from "./origin-maps.ts";
import { dollar } from "./quote.ts";
import { targetMap } from "./target-map.ts";

/** `http.conf`: what the policy answers, as variables. Their cost is paid by the requests that use them. */
export function httpFile(
  rules: readonly NumberedRule[],
  headers: readonly AnswerHeader[],
  options: AnswerOptions,
  command: string,
): string {
  const answers = headers.map((header) => headerMap(header, options));
  const usesDollar = answers.some((map) => map.includes(dollar));
  const sections = [
    section(
      "The rule, by the path as the client sent it: 1 is the policy's first. Servers and applications do not agree on what an odd path means, so an ambiguous one is granted nothing. (?:a|%61) is one letter, plain or percent-encoded.",
      [targetMap(rules)],
    ),
    section(
      "The origins of each rule. A map compares plain keys without regard to case, server.conf their values with it.",
      [originMaps(rules)],
    ),
    section("The origin that the rule allows, if it is the one that was sent.", [allowedMap(rules)]),
    options.refuses
      ? section("refuseUnlisted: an Origin that is neither allowed nor the server's own.", [
          selfOriginMaps(rules.filter((rule) => rule.refuseUnlisted)),
        ])
      : "",
    section(
      "What OPTIONS is: with an Origin and an Access-Control-Request-Method a preflight, otherwise a request like any other.",
      [optionsMaps()],
    ),
    section("server.conf sets it, so that it stays empty for a request that nginx itself rejects.", [unsetMap()]),
    section(
      "When a range cannot be satisfied, nginx makes the headers twice, and one origin too many is one that browsers refuse. Without a Range server.conf sets $crosscheck_now.",
      [rangedMaps()],
    ),
    section(
      options.passesThrough
        ? "The headers, by the rule and the kind of answer. Where no rule covers the path, what an upstream says goes through."
        : "The headers, by the rule and the kind of answer.",
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
