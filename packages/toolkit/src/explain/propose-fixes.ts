import { getHeader, type HeaderList, type Responder } from "@crosscheck/cors/http";
import { likelyServer } from "../checks/likely-server.ts";
import type { Cause } from "./cause.ts";
import { changedHeaders, failingVerdict, type RepairedCall, repair } from "./changes.ts";
import type { Diagnosis } from "./diagnose-attempt.ts";
import type { ProposeFixes } from "./explain.ts";
import type { Fix } from "./explanation.ts";
import { hiddenHeaders } from "./hidden-headers.ts";
import { nginxFix } from "./nginx-fix.ts";
import { pageRequestOf } from "./replay-attempt.ts";

/** What the checks find at a URL when a server answers like this: one name for each fault. */
export type FaultsOf = (url: string, responder: Responder) => ReadonlySet<string>;

/**
 * The smallest change for the one cause that is left. "Verified" is what was tried: with the change every engine lets the page
 * read the answer, and the checks find nothing at the server that they did not find before.
 */
export function fixesFor(faultsOf: FaultsOf): ProposeFixes {
  return (diagnosis, causes, reason) => {
    const [cause, ...others] = causes;
    if (cause === undefined || others.length > 0) return [];
    const advice = cause === "not-cors" ? (byReason[reason] ?? byHand[cause]) : byHand[cause];
    if (diagnosis === null) return [{ ...advice, verified: false }];
    const call = repaired(diagnosis, cause);
    if (call === null) return [advice, ...servedBy(diagnosis, cause)].map((text) => ({ ...text, verified: false }));
    const { attempt } = diagnosis;
    const before = faultsOf(call.url, call.before);
    const holds = (responder: Responder): boolean =>
      failingVerdict(call, attempt, responder) === null &&
      [...faultsOf(call.url, responder)].every((fault) => before.has(fault));
    const request = pageRequestOf(attempt);
    const method = request.method ?? "GET";
    const names =
      attempt.hops
        .map(({ preflight }) => getHeader(preflight?.request.headers ?? [], "access-control-request-headers"))
        .find((list) => list !== null) ?? "";
    const { preflight, actual } = changedHeaders(call, method, names);
    const verified = holds(call.after);
    const fixes: Fix[] = [];
    const client = clientText(call, cause);
    if (client !== null) fixes.push({ server: "client", text: client, verified });
    const general = generalText(call, method, preflight, actual) + unlessCredentials(diagnosis, call);
    if (general !== "") fixes.push({ server: "general", text: general, verified });
    const server = likelyServer(answerHeaders(diagnosis));
    if (server === "nginx" && general !== "") {
      const isError = cause === "error-without-cors";
      const fix = nginxFix(call, preflight, actual, isError, failedUrl(diagnosis) ?? call.url);
      if (fix !== null) fixes.push({ server: "nginx", text: fix.text, verified: holds(fix.responder) });
    }
    if (server === "apache" && general !== "")
      fixes.push({ server: "apache", text: apacheText(call, preflight, actual), verified: false });
    if (server === "express" && general !== "")
      fixes.push({ server: "express", text: expressText(call, preflight, actual), verified: false });
    fixes.push(...servedBy(diagnosis, cause).map((text) => ({ ...text, verified: false })));
    return fixes.length === 0 ? [{ ...advice, verified: false }] : fixes;
  };
}

/** The call with the smallest change that lets it through; null where no change of headers does. */
export function repaired({ attempt, replayed }: Diagnosis, cause: Cause): RepairedCall | null {
  const hidden = hiddenHeaders(attempt.hops.at(-1)?.actual?.answer?.headers ?? [], true);
  switch (cause) {
    case "not-cors":
    case "local-network-access":
      return null;
    case "cookie-not-sent":
      return repair(attempt, "include");
    case "header-not-exposed":
      return repair(attempt, replayed.credentials, { exposeHeaders: hidden });
    case "cached-without-vary":
      return repair(attempt, replayed.credentials, { allowOrigin: true });
    default:
      return replayed.missing === null
        ? repair(attempt, speaksOfCredentials(attempt) ? "include" : replayed.credentials)
        : null;
  }
}

/** An archive without cookies does not say that none were meant to be sent. */
function unlessCredentials({ attempt }: Diagnosis, { changes, credentials }: RepairedCall): string {
  if (!changes.allowOrigin || credentials === "include" || attempt.credentials !== null) return "";
  return "\nTried without credentials. If the call includes them, which the evidence does not tell, add:\n  Access-Control-Allow-Credentials: true";
}

/** A server that allows credentials has a client that sends them, though an archive leaves its cookies out. */
function speaksOfCredentials({ hops, credentials }: Diagnosis["attempt"]): boolean {
  if (credentials !== null) return credentials === "include";
  return hops.some(({ preflight, actual }) =>
    [preflight, actual].some(
      (one) => getHeader(one?.answer?.headers ?? [], "access-control-allow-credentials") !== null,
    ),
  );
}

/** Where it failed; null where the call itself asks elsewhere in the end, or no step of it is marked. */
function failedUrl({ replayed }: Diagnosis): string | null {
  const { verdict } = replayed;
  if (verdict.type !== "network error") return null;
  return verdict.exchanges.at(-1)?.request.url ?? null;
}

/** Of the answer that failed; of the last one, where none is marked. */
function answerHeaders({ attempt, replayed }: Diagnosis): HeaderList {
  const { verdict } = replayed;
  const hop = verdict.type === "network error" ? attempt.hops[verdict.hop] : attempt.hops.at(-1);
  const observation = verdict.type === "network error" && verdict.onPreflight ? hop?.preflight : hop?.actual;
  return observation?.answer?.headers ?? [];
}

function generalText(
  { changes, pageOrigin }: RepairedCall,
  method: string,
  preflight: HeaderList,
  actual: HeaderList,
): string {
  const show = (list: HeaderList): string => list.map(([name, value]) => `  ${name}: ${value}`).join("\n");
  const parts: string[] = [];
  if (preflight.length > 0 || changes.answerPreflight) {
    const status = changes.answerPreflight
      ? "Answer the preflight with status 204, before login, routing and redirects"
      : "In the answer to the preflight";
    parts.push(
      `${status} (OPTIONS, Origin: ${pageOrigin}, Access-Control-Request-Method: ${method}):\n${show(preflight)}`,
    );
  }
  if (actual.length > 0)
    parts.push(`In the answer to ${method}, on errors too, for Origin: ${pageOrigin}:\n${show(actual)}`);
  if (changes.allowOrigin)
    parts.push("Send each header once, from one layer; to other origins send Vary: Origin alone.");
  return parts.join("\n").trim();
}

function clientText({ changes, url, credentials }: RepairedCall, cause: Cause): string | null {
  if (changes.finalUrl !== null)
    return `Ask for the last URL at once, so that there is no redirect on the way:\n  fetch(${JSON.stringify(url)})`;
  if (cause === "cookie-not-sent" && credentials === "include") {
    return `Send the cookie along:\n  fetch(${JSON.stringify(url)}, { credentials: "include" })    (XMLHttpRequest, axios: withCredentials = true)\nFrom another site a cookie goes along only if the server set it with SameSite=None; Secure.`;
  }
  return null;
}

function apacheText({ changes, pageOrigin }: RepairedCall, preflight: HeaderList, actual: HeaderList): string {
  const granted = [
    ...new Map([...actual, ...preflight].map(([name, value]) => [name.toLowerCase(), [name, value] as const])).values(),
  ].filter(([name]) => !/^(?:vary|access-control-allow-origin)$/i.test(name));
  const origin = pageOrigin.replace(/[.[\]]/g, "\\$&");
  return [
    `SetEnvIf Origin "^${origin}$" CORS_ORIGIN=$0`,
    ...(changes.allowOrigin
      ? [
          "Header unset Access-Control-Allow-Origin",
          'Header always set Access-Control-Allow-Origin "%{CORS_ORIGIN}e" env=CORS_ORIGIN',
          "Header always merge Vary Origin",
        ]
      : []),
    ...granted.map(([name, value]) => `Header always set ${name} "${value}" env=CORS_ORIGIN`),
    ...(changes.answerPreflight
      ? ["RewriteEngine On", "RewriteCond %{REQUEST_METHOD} =OPTIONS", "RewriteRule ^ - [R=204,L]"]
      : []),
  ].join("\n");
}

function expressText({ changes, pageOrigin }: RepairedCall, preflight: HeaderList, actual: HeaderList): string {
  const list = (name: string): string | null => getHeader(preflight, name) ?? getHeader(actual, name);
  const array = (name: string): string => JSON.stringify((list(name) ?? "").split(",").map((value) => value.trim()));
  const members = [
    `allowOrigins: [${JSON.stringify(pageOrigin)}]`,
    ...(changes.allowCredentials ? ["allowCredentials: true"] : []),
    ...(list("access-control-allow-methods") === null
      ? []
      : [`allowMethods: ${array("access-control-allow-methods")}`]),
    ...(list("access-control-allow-headers") === null
      ? []
      : [`allowHeaders: ${array("access-control-allow-headers")}`]),
    ...(list("access-control-expose-headers") === null
      ? []
      : [`exposeHeaders: ${array("access-control-expose-headers")}`]),
  ];
  return `import { cors } from "@crosscheck/cors/express";\napp.use(cors({ ${members.join(", ")} }));    // before login and routes`;
}

type Text = Pick<Fix, "server" | "text">;

/** Who stands before the server, by what the answer says. */
function servedBy(diagnosis: Diagnosis, cause: Cause): readonly Text[] {
  const headers = answerHeaders(diagnosis);
  const isCloudflare = getHeader(headers, "cf-ray") !== null || /cloudflare/i.test(getHeader(headers, "server") ?? "");
  const via = getHeader(headers, "via");
  if (cause === "error-without-cors" && isCloudflare) {
    return [
      {
        server: "cloudflare",
        text: "Cloudflare may have made this error itself, when it could not reach the server: look for the same time in the server's own log. What Cloudflare answers has no header of the server's.",
      },
    ];
  }
  if (cause === "cached-without-vary" && (isCloudflare || via !== null)) {
    return [
      {
        server: isCloudflare ? "cloudflare" : "cache",
        text: "Purge the stored copy after the change: until then the cache gives it to everybody. A cache that ignores Vary needs Origin in its cache key.",
      },
    ];
  }
  return [];
}

/** What is beside CORS, by the reason. */
// biome-ignore format: one reason per line
const byReason: Readonly<Record<string, Text>> = {
  "content-security-policy": { server: "general", text: "Add the URL's origin to connect-src of the Content-Security-Policy that the page itself is served with." },
  "mixed-content": { server: "client", text: "Ask for the URL with https: a page that came over https may not use http." },
  "extension": { server: "client", text: "Try without extensions (a private window): one of them blocks this request, mostly an ad blocker by the URL's words." },
  "opaque-response-blocking": { server: "general", text: "Send the Content-Type that the answer has; a script, style or image that says it is HTML or JSON is not given to a page." },
  "mode-same-origin": { server: "client", text: 'Leave mode: "same-origin" out of the call: it forbids every other origin.' },
  "redirect-loop": { server: "general", text: "Mend the redirects: they lead in a circle, and a browser follows twenty." },
  "error-status": { server: "general", text: "CORS let the answer through. Its status is the fault: look for it in the server's log." },
};

/** Where there is no answer to try a change on. */
// biome-ignore format: one cause per line
const byHand: Readonly<Record<Cause, Text>> = {
  "origin-not-listed": { server: "general", text: "Add the page's origin to the server's list as the browser sends it: scheme, host and port, without a slash at the end. Send Vary: Origin with every answer." },
  "preflight-needs-login": { server: "general", text: "Answer OPTIONS before login: a preflight has neither cookies nor Authorization." },
  "error-without-cors": { server: "general", text: "Find the error in the server's log, and send the CORS headers with error answers, too (nginx: add_header … always; Apache: Header always set …)." },
  "doubled-layer": { server: "general", text: "Let one layer add Access-Control-Allow-Origin, and take it out of the other (nginx: proxy_hide_header Access-Control-Allow-Origin)." },
  "wildcard-with-credentials": { server: "general", text: "Name the page's origin instead of *, with Vary: Origin, and send Access-Control-Allow-Credentials: true; or leave the credentials out of the request." },
  "header-not-allowed": { server: "general", text: "Add the header's name to Access-Control-Allow-Headers in the answer to OPTIONS, or do not send it." },
  "method-not-allowed": { server: "general", text: "Add the method to Access-Control-Allow-Methods in the answer to OPTIONS, in upper case, and write it so in the page." },
  "preflight-redirected": { server: "client", text: "Ask for the URL that the redirect leads to; or answer OPTIONS before the redirect." },
  "preflight-not-handled": { server: "general", text: "Answer OPTIONS with status 204 and the CORS headers, before the routes." },
  "cached-without-vary": { server: "general", text: "Send Vary: Origin with every answer of this URL, those without Origin too, and clear the cache." },
  "redirected-to-null": { server: "client", text: "Ask for the last URL at once. To allow the origin null lets in every sandboxed frame of any site." },
  "works-outside-browsers": { server: "general", text: "Turn CORS on at the server for the page's origin. There is nothing to change in the page." },
  "header-not-exposed": { server: "general", text: "Name the header in Access-Control-Expose-Headers of the answer." },
  "local-network-access": { server: "client", text: "Serve the page over https, and let its user allow the local network when the browser asks. No header of the server does it for them." },
  "not-cors": { server: "client", text: "Mend what the reason names: the name, the connection, the certificate, http in an https page, the page's Content-Security-Policy (connect-src), or the extension that blocks it." },
  "cookie-not-sent": { server: "client", text: 'Send the cookie along (credentials: "include"), and set it with SameSite=None; Secure if the page is of another site.' },
};
