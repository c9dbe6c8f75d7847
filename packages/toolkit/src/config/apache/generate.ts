import type { Policy } from "@crosscheck/cors";
import type { Generate, Loss } from "../generated.ts";
import { comment, heading } from "../heading.ts";
import { numberedRules } from "../numbered-rules.ts";
import { ambiguousHeaders, ruleHeaders, unsetHeaders } from "./answer-headers.ts";
import { all, ambiguousRule, is, matches, sent, set, unset } from "./conditions.ts";
import { originRules, ownOriginRules } from "./origin-rules.ts";
import { quote } from "./quote.ts";
import { setVariable } from "./set-variable.ts";
import { malformedTarget, targetRules } from "./target-rules.ts";

/** A policy for Apache: one file for a `<VirtualHost>`, `cors.conf`. */
export const generateApache: Generate = (policy: Policy, { version, command }) => {
  if (version !== undefined && isBefore24(version)) return { files: [], losses: [tooOld] };
  return { files: [{ name: "cors.conf", text: vhostFile(policy, command) }], losses: [] };
};

const tooOld: Loss = {
  id: "expressions-missing",
  effect: "impossible",
  reachable: true,
  message: "Apache before 2.4 has no expressions, which the generated configuration is made of.",
};

function isBefore24([major = 0, minor]: readonly number[]): boolean {
  return major < 2 || (major === 2 && (minor ?? 4) < 4);
}

function vhostFile(policy: Policy, command: string): string {
  const rules = numberedRules(policy);
  const refusing = rules.filter((rule) => rule.refuseUnlisted);
  const intro = [
    "Include it first in a <VirtualHost>, before its own RewriteRules and Redirects:",
    "",
    "    Include /etc/apache2/crosscheck-cors/cors.conf",
    "",
    "It needs the modules headers, rewrite and setenvif (Debian: a2enmod headers rewrite setenvif).",
    "Test and load it: apachectl configtest && apachectl graceful",
  ];
  const sections = [
    section("A request that Apache itself rejects gets nothing, and its error document neither.", [
      setVariable("CROSSCHECK_ROUTED", "1", `${routed} && %{THE_REQUEST} !~ m#${malformedTarget}#`),
    ]),
    section(
      "The rule, by the path as the client sent it. Servers and applications do not agree on what an odd path means, so an ambiguous one is granted nothing. (?:a|%61) is one letter, plain or percent-encoded.",
      targetRules(rules),
    ),
    section(
      "A preflight is OPTIONS with an Origin and an Access-Control-Request-Method. (An error document is fetched by GET, so it is the request line that counts.)",
      [setVariable("CROSSCHECK_PREFLIGHT", "1", preflight)],
    ),
    section("Whether the origin is allowed.", originRules(rules)),
    ...(refusing.length === 0
      ? []
      : [section("refuseUnlisted: whether the request comes from the server's own pages.", ownOriginRules(refusing))]),
    section("The kind of answer.", [
      answer("granted", set("CROSSCHECK_PREFLIGHT"), set("CROSSCHECK_ALLOWED")),
      answer("refused", set("CROSSCHECK_PREFLIGHT"), unset("CROSSCHECK_ALLOWED")),
      answer("actual", unset("CROSSCHECK_PREFLIGHT"), set("CROSSCHECK_ALLOWED")),
      ...[...refusing.map(({ id }) => id), ambiguousRule]
        .filter(() => refusing.length > 0)
        .map((id) =>
          answer(
            "unlisted",
            is("CROSSCHECK_RULE", id),
            unset("CROSSCHECK_PREFLIGHT"),
            unset("CROSSCHECK_ALLOWED"),
            sent("Origin"),
            unset("CROSSCHECK_OURS"),
          ),
        ),
    ]),
    section(
      "What needs no handler is answered before logins, denials and proxies can; once, not for its error document.",
      [
        "RewriteEngine On",
        'RewriteCond %{ENV:REDIRECT_STATUS} =""',
        "RewriteCond %{ENV:CROSSCHECK_ANSWER} =granted",
        "RewriteRule ^ - [R=204,L]",
        'RewriteCond %{ENV:REDIRECT_STATUS} =""',
        "RewriteCond %{ENV:CROSSCHECK_ANSWER} ^(?:refused|unlisted)$",
        "RewriteRule ^ - [F,L]",
      ],
    ),
    section(
      "The headers, on errors too, in place of those of an application or an upstream. <If> comes after every other section.",
      [
        `<If ${quote(set("CROSSCHECK_RULE"))}>`,
        ...[...unsetHeaders(), ...rules.flatMap((rule) => [`# ${rule.id}`, ...ruleHeaders(rule)])].map(indent),
        ...["# an ambiguous target", ...ambiguousHeaders(refusing.length > 0)].map(indent),
        "</If>",
      ],
    ),
  ];
  return [heading(command, intro), ...sections].join("\n");
}

/** An internal redirect (an error document, an index) keeps what the request had before it. */
const routed = "(-z reqenv('REDIRECT_STATUS') || -n reqenv('REDIRECT_CROSSCHECK_ROUTED'))";

const preflight = all(
  set("CROSSCHECK_RULE"),
  matches("%{THE_REQUEST}", "^OPTIONS "),
  sent("Origin"),
  sent("Access-Control-Request-Method"),
);

function answer(kind: string, ...conditions: readonly string[]): string {
  return setVariable("CROSSCHECK_ANSWER", kind, all(set("CROSSCHECK_RULE"), ...conditions));
}

function section(title: string, lines: readonly string[]): string {
  return `${comment(title)}\n${lines.join("\n")}\n`;
}

function indent(line: string): string {
  return `    ${line}`;
}
