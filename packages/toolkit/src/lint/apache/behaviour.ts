import { judge } from "@crosscheck/cors/browser";
import {
  containsHeader,
  getHeader,
  getHeaderValues,
  type HttpRequest,
  isResponse,
  type NetworkAnswer,
} from "@crosscheck/cors/http";
import type { ArrivingRequest, Evaluated } from "../../config/simulation.ts";
import type { ConfigFault, LintSite } from "../lint-target.ts";

type Ask = (request: HttpRequest) => NetworkAnswer;

/** What only shows when a page that is allowed really asks: the preflight. */
export function preflightFaults(
  sites: readonly LintSite[],
  respond: (request: ArrivingRequest) => Evaluated,
  namedOrigins: readonly string[],
): readonly ConfigFault[] {
  const found = new Map<string, ConfigFault>();
  for (const site of sites) {
    let place = site.place;
    const ask: Ask = ({ method, url, headers }) => {
      const { pathname, host } = new URL(url);
      const evaluated = respond({
        method,
        target: pathname,
        headers: [["Host", host], ...headers],
        scheme: site.scheme,
        port: site.port,
      });
      if (evaluated.kind === "not modelled") return { kind: "failed", why: evaluated.why };
      const set = evaluated.origins?.find(({ name }) => name === "access-control-allow-origin");
      if (method === "GET" && set !== undefined) place = set.place;
      return evaluated.response;
    };
    for (const fault of faultsAt(ask, site.url, namedOrigins)) {
      const key = `${fault.check} ${place.file}:${place.line}`;
      if (!found.has(key)) found.set(key, { ...fault, place });
    }
  }
  return [...found.values()];
}

function faultsAt(ask: Ask, url: string, namedOrigins: readonly string[]): readonly Omit<ConfigFault, "place">[] {
  const allowed = allowedOrigin(ask, url, namedOrigins);
  if (allowed === null) return [];
  const preflight = ask({
    method: "OPTIONS",
    url,
    headers: [
      ["Origin", allowed],
      ["Access-Control-Request-Method", "PUT"],
    ],
  });
  const plain = ask({ method: "GET", url, headers: [["Origin", allowed]] });
  if (!isResponse(preflight) || !isResponse(plain)) return [];
  const promised =
    containsHeader(preflight.headers, "access-control-allow-methods") ||
    containsHeader(plain.headers, "access-control-allow-methods") ||
    containsHeader(plain.headers, "access-control-allow-headers");
  const request = `curl -i -X OPTIONS -H 'Origin: ${allowed}' -H 'Access-Control-Request-Method: PUT' '${url}'`;
  const common = {
    level: "broken",
    severity: "info",
    request,
  } as const;
  if (promised && (preflight.status === 401 || preflight.status === 403)) {
    return [
      {
        ...common,
        check: "preflight-needs-login",
        message: `A preflight, which browsers send without a login, is answered ${preflight.status}: no page gets as far as its request.`,
        fix: "<RequireAny>\n  Require method OPTIONS\n  Require valid-user\n</RequireAny>",
      },
    ];
  }
  const ok = preflight.status >= 200 && preflight.status < 300;
  if (promised && (!ok || !containsHeader(preflight.headers, "access-control-allow-origin"))) {
    const why = ok
      ? "carries no Access-Control-Allow-Origin: what `Header set` says is lost on an answer that Apache itself makes"
      : `is answered ${preflight.status}, and a browser takes 200 to 299 alone`;
    const verdict = judge({
      page: { origin: allowed },
      request: { url, method: "PUT", credentials: "omit" },
      responder: ask,
    });
    return [
      {
        ...common,
        check: "preflight-not-granted",
        message: `The preflight ${why}.${verdict.type === "network error" ? ` The browser gives up: ${verdict.reason}.` : ""}`,
        fix: "RewriteEngine On\nRewriteCond %{REQUEST_METHOD} =OPTIONS\nRewriteCond %{HTTP:Access-Control-Request-Method} .\nRewriteRule ^ - [R=204,L]\nHeader always set Access-Control-Allow-Origin …",
      },
    ];
  }
  return [];
}

/** An origin whose pages may read: one of the configuration's own, or any. */
function allowedOrigin(ask: Ask, url: string, namedOrigins: readonly string[]): string | null {
  const candidates = [
    ...namedOrigins.flatMap((origin) => [origin, origin.replace(/^https:/, "http:")]),
    "https://crosscheck.example",
  ];
  return (
    candidates.find((origin) => {
      const answer = ask({ method: "GET", url, headers: [["Origin", origin]] });
      if (!isResponse(answer)) return false;
      const [value, ...more] = getHeaderValues(answer.headers, "access-control-allow-origin");
      return (
        more.length === 0 &&
        (value === origin || value === "*") &&
        getHeader(answer.headers, "access-control-allow-origin") !== null
      );
    }) ?? null
  );
}
