import type { CommandEntry } from "./command.ts";

/** One line a command, in the order of `crosscheck --help`. */
// biome-ignore format: one command per line
export const commands: readonly CommandEntry[] = [
  { name: "scan",     summary: "scan a site: Passed or Failed, and why",        load: () => import("./scan.ts") },
  { name: "check",    summary: "validate a policy, list its dangers",           load: () => import("./check.ts") },
  { name: "diff",     summary: "what a new policy widens and narrows",          load: () => import("./diff.ts") },
  { name: "generate", summary: "a policy in a web server's configuration",      load: () => import("./generate.ts") },
  { name: "import",   summary: "a policy from a configuration or options",      load: () => import("./import.ts") },
  { name: "lint",     summary: "judge a web server's configuration",            load: () => import("./lint.ts") },
  { name: "verify",   summary: "a policy on a real web server, answers compared", load: () => import("./verify.ts") },
  { name: "explain",  summary: "why a browser blocked a request, and the fix",  load: () => import("./explain.ts") },
  { name: "serve",    summary: "the page and the HTTP API, on 127.0.0.1:8787",  load: () => import("./serve.ts") },
  { name: "demo",     summary: "loopback sites, safe and broken, to try it on", load: () => import("./demo.ts") },
  { name: "survey",   summary: "survey a list of sites, up to millions",        load: () => import("./survey.ts") },
];
