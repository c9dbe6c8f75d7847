import type { Policy } from "@crosscheck/cors";
import { tooOld } from "../apache/generate.ts";
import { decisionSections, headerLines, preflightSection, section } from "../apache/sections.ts";
import type { Generate, Loss } from "../generated.ts";
import { heading } from "../heading.ts";
import { numberedRules, patternsOf } from "../numbered-rules.ts";

/** A policy for Apache's `.htaccess`, for those who may not change the server's own configuration. */
export const generateHtaccess: Generate = (policy: Policy, { version, command }) => {
  const impossible = tooOld(version);
  if (impossible !== null) return { files: [], losses: [impossible] };
  const text = htaccessFile(policy, command);
  const line = text.split("\n").find((candidate) => candidate.length > longestLine);
  if (line !== undefined) return { files: [], losses: [tooLong(line)] };
  return {
    files: [{ name: ".htaccess", text }],
    losses: [accessControlFirst, serverAnswersFirst, ...longLists(policy)],
  };
};

/** In .htaccess Apache reads lines of 8,192 bytes, and answers 500 to everything below when one is longer. */
const longestLine = 8_000;

function tooLong(line: string): Loss {
  return {
    id: "line-too-long",
    effect: "impossible",
    reachable: true,
    message: `Apache reads no line of more than 8,192 bytes in .htaccess, and a path or list of names of this policy needs more: ${line.slice(0, 80)}… Shorten it, split the rule, or use the target apache.`,
  };
}

const accessControlFirst: Loss = {
  id: "after-access-control",
  effect: "narrows",
  reachable: true,
  message:
    "Apache runs the rewrites of .htaccess after it has asked for logins, so a preflight for a protected path is answered 401 or 403, and fails; so is a request that refuseUnlisted would answer 403. Put beside the Require of such a directory: Require method OPTIONS.",
};

const serverAnswersFirst: Loss = {
  id: "answered-before-htaccess",
  effect: "narrows",
  reachable: true,
  message:
    "What the server's own configuration answers before it reads .htaccess (Redirect, ProxyPass, a rewrite of the virtual host) has no CORS headers from here. The target apache covers those.",
};

/** Origins in a file that is read again for every request. */
const costlyList = 1_000;

function longLists(policy: Policy): readonly Loss[] {
  return policy.rules
    .filter((rule) => patternsOf(rule).length > costlyList)
    .map((rule) => ({
      id: "list-read-for-every-request",
      ruleId: rule.id,
      effect: "neither",
      reachable: true,
      message: `Apache reads .htaccess for every request, and ${patternsOf(rule).length} origins take it longer than most answers. The target apache is read once.`,
    }));
}

function htaccessFile(policy: Policy, command: string): string {
  const rules = numberedRules(policy);
  const intro = [
    "Put it into the DocumentRoot as .htaccess, or its lines at the start of the one that is there, before its own rewrites.",
    "It counts for what Apache serves from that directory and below, by the whole path of the address.",
    "",
    "The server's configuration must let it (AllowOverride FileInfo, Options FollowSymLinks) and have the modules headers,",
    "rewrite and setenvif. With AllowOverride None it is silently ignored: test it.",
    "",
    "    curl -sD - -o /dev/null -H 'Origin: https://…' https://…    (an origin and an address of yours)",
    "",
    "There is nothing to reload. A directory below with a RewriteEngine of its own does without the preflights of this file,",
    "unless it says so first: RewriteOptions InheritBefore. Its Header lines come after these.",
    "A directory with a login also needs: Require method OPTIONS",
  ];
  const headers = section("The headers, on errors too, in place of those of an application.", [
    ...headerLines(rules, "CROSSCHECK_RULE"),
  ]);
  return [
    heading(command, intro),
    ...decisionSections(rules, longestLine - 500),
    preflightSection("here, after logins and denials"),
    headers,
  ].join("\n");
}
