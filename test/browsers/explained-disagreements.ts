import type { BrowserEngine } from "../../packages/cors/src/browser/departures.ts";
import type { BrowserCase } from "./browser-case.ts";

/** Where a browser and the model are known to differ. It counts as a disagreement all the same: this only says which. */
export interface ExplainedDisagreement {
  readonly id: string;
  readonly engines: readonly BrowserEngine[];
  readonly what: string;
  readonly covers: (one: BrowserCase, differences: readonly string[]) => boolean;
}

const explainedDisagreements: readonly ExplainedDisagreement[] = [
  {
    id: "corp-same-site-ip",
    engines: ["chromium"],
    what: "Cross-Origin-Resource-Policy same-site fails between two ports of one IP address: an address has no registrable domain.",
    covers: (one, differences) =>
      differences[0]?.includes('verdict is "network error"') === true &&
      one.steps.some(({ mode }) => mode === "no-cors") &&
      hasHeader(one, "cross-origin-resource-policy", /^same-site$/),
  },
  {
    id: "corp-same-site-opaque",
    engines: ["chromium"],
    what: "Cross-Origin-Resource-Policy same-site lets a sandboxed frame read what is on localhost.",
    covers: (one, differences) =>
      differences[0]?.includes('verdict is "allowed"') === true &&
      one.frame === "sandbox" &&
      hasHeader(one, "cross-origin-resource-policy", /^same-site$/),
  },
  {
    id: "opaque-no-cors-credentials-origin",
    engines: ["chromium", "firefox"],
    what: "A no-cors GET or HEAD with credentials from an opaque origin carries Origin: null.",
    covers: (one, differences) =>
      one.frame === "sandbox" &&
      onlyWire(differences) &&
      one.steps.some(({ mode, credentials }) => mode === "no-cors" && credentials === "include"),
  },
  {
    id: "empty-allow-origin-line-hidden",
    engines: ["firefox"],
    what: "The page does not see an empty Access-Control-Allow-Origin line beside another one.",
    covers: (one, differences) =>
      differences.every((difference) => difference.includes(": headers is ")) &&
      Object.values(one.answers).some(({ actual }) => {
        const lines = actual.headers.filter(([name]) => name === "Access-Control-Allow-Origin");
        return lines.length > 1 && lines.some(([, value]) => value === "");
      }),
  },
  {
    id: "redirect-back-preflight-unchecked",
    engines: ["firefox"],
    what: "After redirects by way of another origin, the preflight of a hop back on the page's own origin is judged more mildly.",
    covers: (one, differences) =>
      onlyWire(differences) &&
      hasHeader(one, "location", /\{page(?:host)?\}|^[/\d]/) &&
      Object.keys(one.answers).length > 1,
  },
  {
    id: "redirect-drops-names-for-one-hop",
    engines: ["firefox"],
    what: "Header names that a redirect drops are missing from the next preflight only; after one more redirect they are named again.",
    covers: (one, differences) =>
      onlyWire(differences) &&
      Object.keys(one.answers).length > 2 &&
      one.steps.some(({ headers }) => /authorization|content-type/i.test(JSON.stringify(headers ?? []))),
  },
  {
    id: "max-age-overflow",
    engines: ["firefox"],
    what: "A preflight whose Access-Control-Max-Age is larger than 64 bits is sometimes cached only the second time.",
    covers: (one, differences) =>
      onlyWire(differences) &&
      Object.values(one.answers).some(({ preflight }) =>
        preflight.headers.some(([, value]) => /^\d{19,}$/.test(value)),
      ),
  },
  {
    id: "cached-preflight-missed",
    engines: ["firefox"],
    what: "A cached preflight is sent again once in some thousands of cases; the cause is not known.",
    covers: (one, differences) => onlyWire(differences) && one.frame === "page" && one.family === "preflight-cache",
  },
  {
    id: "opaque-preflight-cached",
    engines: ["firefox"],
    what: "A preflight of an opaque origin without credentials is cached now and then; most are not.",
    covers: (one, differences) =>
      onlyWire(differences) && one.frame === "sandbox" && one.steps.some(({ mode = "cors" }) => mode === "cors"),
  },
  {
    id: "response-bytes-as-utf8",
    engines: ["webkit"],
    what: "A response header value with bytes that are not UTF-8 reaches the page with replacement characters.",
    covers: (one, differences) =>
      differences.every((difference) => difference.includes(": headers is ")) &&
      hasHeader(one, "access-control-allow-origin", /é/),
  },
  {
    id: "preflighted-redirect-second",
    engines: ["webkit"],
    what: "A preflighted request that was redirected to another origin is preflighted for the next hop before the redirect's check with credentials fails.",
    covers: (one, differences) =>
      differences.some((difference) => difference.startsWith("wire is ")) &&
      one.steps.every(
        ({ url, credentials, headers }) =>
          url.startsWith("{page}") && credentials === "same-origin" && [...((headers ?? []) as [])].length > 0,
      ) &&
      Object.keys(one.answers).length > 2,
  },
  {
    id: "manual-redirect-to-other-scheme",
    engines: ["webkit"],
    what: "In redirect mode manual, a Location of another scheme is a network error.",
    covers: (one, differences) =>
      differences[0]?.includes('verdict is "network error"') === true &&
      one.steps.some(({ redirect }) => redirect === "manual") &&
      hasHeader(one, "location", /^(?:ftp|data):/),
  },
];

export function explanationOf(
  engine: BrowserEngine,
  one: BrowserCase,
  differences: readonly string[],
): ExplainedDisagreement | null {
  return (
    explainedDisagreements.find(({ engines, covers }) => engines.includes(engine) && covers(one, differences)) ?? null
  );
}

function onlyWire(differences: readonly string[]): boolean {
  return differences.every((difference) => difference.startsWith("wire is "));
}

function hasHeader(one: BrowserCase, name: string, value: RegExp): boolean {
  return Object.values(one.answers).some(({ actual }) =>
    actual.headers.some((header) => header[0].toLowerCase() === name && value.test(header[1])),
  );
}
