import { defineSite, type Row } from "./define-site.ts";
import { grant, sends, vary } from "./farm-site.ts";

const app = "https://app.example";
const methods = ["Access-Control-Allow-Methods", "GET, PUT"] as const;

/** It promises sharing, and no browser shares: nobody gains. */
// biome-ignore format: one site per line
export const brokenSites: readonly Row[] = [
  defineSite("star-credentials", "says * with credentials", "broken", "wildcard-with-credentials", sends(...grant("*"))),
  defineSite("doubled", "says * twice", "broken", "invalid-or-duplicate", sends(...grant("*", null), ...grant("*", null))),
  defineSite("echo-doubled", "copies Origin in two layers", "broken", "invalid-or-duplicate", ({ origin }) => ({ headers: origin === null ? [] : [...grant(origin), ...grant(origin)] })),
  defineSite("echo-and-star", "copies Origin, beside a *", "broken", "invalid-or-duplicate", ({ origin }) => ({ headers: [...grant("*", null), ...grant(origin)] })),
  defineSite("comma", "sends a list with a comma", "broken", "invalid-or-duplicate", sends(...grant(`${app}, https://admin.example`))),
  defineSite("comma-echo", "copies Origin into a list", "broken", "invalid-or-duplicate", ({ origin }) => ({ headers: origin === null ? [] : grant(`${origin}, ${app}`) })),
  defineSite("glob", "sends a pattern", "broken", "invalid-or-duplicate", sends(...grant("https://*.glob.example"))),
  defineSite("slash", "writes a slash at the end", "broken", "invalid-or-duplicate", sends(...grant(`${app}/`))),
  defineSite("slash-echo", "copies Origin, with a slash at the end", "broken", "invalid-or-duplicate", ({ origin }) => ({ headers: origin === null ? [] : grant(`${origin}/`) })),
  defineSite("case-echo", "copies Origin in capitals", "broken", "invalid-or-duplicate", ({ origin }) => ({ headers: origin === null ? [] : grant(origin.toUpperCase()) })),
  defineSite("host-echo", "copies the host of Origin, without its scheme", "broken", "invalid-or-duplicate", ({ origin }) => ({ headers: origin === null || origin === "null" ? [] : grant(origin.replace(/^[a-z]+:\/\//, "")) })),
  defineSite("null-case", "says Null", "broken", "invalid-or-duplicate", sends(...grant("Null"))),
  defineSite("quotes", "writes the origin in quotes", "broken", "invalid-or-duplicate", sends(...grant(`"${app}"`))),
  defineSite("lost-on-errors", "loses the header on errors, and keeps the others", "broken", "inconsistent-on-error", ({ path }) => ({ headers: [...(path === "/" ? grant("*", null) : []), methods] })),
  defineSite("star-list", "answers preflights with * and credentials", "broken", "wildcard-list-with-credentials", ({ origin, self, preflight }) => ({ headers: origin === self ? [...grant(origin), ...vary, ...(preflight ? [["Access-Control-Allow-Methods", "*"] as const, ["Access-Control-Allow-Headers", "*"] as const] : [])] : vary })),
];
