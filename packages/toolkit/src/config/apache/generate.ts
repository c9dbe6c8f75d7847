import type { Policy } from "@crosscheck/cors";
import type { Generate, Loss } from "../generated.ts";
import { heading } from "../heading.ts";
import { numberedRules } from "../numbered-rules.ts";
import { set } from "./conditions.ts";
import { quote } from "./quote.ts";
import { decisionSections, headerLines, preflightSection, section } from "./sections.ts";

/** A policy for Apache: one file for a `<VirtualHost>`, `cors.conf`. */
export const generateApache: Generate = (policy: Policy, { version, command }) => {
  const impossible = tooOld(version);
  if (impossible !== null) return { files: [], losses: [impossible] };
  return { files: [{ name: "cors.conf", text: vhostFile(policy, command) }], losses: [] };
};

/** What a version has not at all; null: nothing that is needed. */
export function tooOld(version: readonly number[] | undefined): Loss | null {
  const [major = 2, minor = 4] = version ?? [];
  return major < 2 || (major === 2 && minor < 4) ? expressionsMissing : null;
}

const expressionsMissing: Loss = {
  id: "expressions-missing",
  effect: "impossible",
  reachable: true,
  message: "Apache before 2.4 has no expressions, which the generated configuration is made of.",
};

/** PCRE compiles no expression to more than 64 KiB. */
const longestExpression = 30_000;

function vhostFile(policy: Policy, command: string): string {
  const rules = numberedRules(policy);
  const intro = [
    "Include it first in a <VirtualHost>, before its own RewriteRules and Redirects:",
    "",
    "    Include /etc/apache2/crosscheck-cors/cors.conf",
    "",
    "It needs the modules headers, rewrite and setenvif (Debian: a2enmod headers rewrite setenvif).",
    "Test and load it: apachectl configtest && apachectl graceful",
  ];
  const headers = section(
    "The headers, on errors too, in place of those of an application or an upstream. <If> comes after every other section.",
    [`<If ${quote(set("CROSSCHECK_RULE"))}>`, ...headerLines(rules, null).map((line) => `    ${line}`), "</If>"],
  );
  return [
    heading(command, intro),
    ...decisionSections(rules, longestExpression),
    preflightSection("before logins, denials and proxies can"),
    headers,
  ].join("\n");
}
