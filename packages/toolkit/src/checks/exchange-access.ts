import { judge, type Verdict } from "@crosscheck/cors/browser";
import { type Exchange, getHeader, type HttpRequest, type NetworkAnswer } from "@crosscheck/cors/http";

/** What a page gets by one exchange: to read the answer, or to send what a preflight asked about. */
export type Access = "nothing" | "anonymous" | "credentialed";

export interface ExchangeAccess {
  readonly access: Access;
  /** The browser's verdict with credentials, or without them where that is all there is. */
  readonly verdict: Verdict;
}

const ranks: Readonly<Record<Access, number>> = { nothing: 0, anonymous: 1, credentialed: 2 };

export function isMore(access: Access, than: Access): boolean {
  return ranks[access] > ranks[than];
}

/** The browser's verdict on the page that asked, with credentials and without. Null for a question that no page asks. */
export function exchangeAccess({ request, response }: Exchange): ExchangeAccess | null {
  const origin = getHeader(request.headers, "origin");
  if (origin === null) return null;
  const withCredentials = verdictOf(origin, request, response, "include");
  if (isShared(withCredentials)) return { access: "credentialed", verdict: withCredentials };
  const without = verdictOf(origin, request, response, "omit");
  return isShared(without)
    ? { access: "anonymous", verdict: withCredentials }
    : { access: "nothing", verdict: without };
}

function verdictOf(
  origin: string,
  request: HttpRequest,
  response: NetworkAnswer,
  credentials: "include" | "omit",
): Verdict {
  const method = getHeader(request.headers, "access-control-request-method");
  const isPreflight = request.method === "OPTIONS" && method !== null;
  const names = (getHeader(request.headers, "access-control-request-headers") ?? "").split(",").filter(Boolean);
  return judge({
    page: { origin },
    request: {
      // Mixed content would keep the two apart; what the policy says is compared all the same.
      url: origin.startsWith("https:") ? request.url.replace(/^http:/, "https:") : request.url,
      method: isPreflight ? method : request.method,
      headers: isPreflight ? names.map((name) => [name, testValue(name)] as const) : [],
      credentials,
    },
    responder: (asked) => (asked.method === "OPTIONS" || !isPreflight ? response : sharing(origin)),
  });
}

/** A value that makes the browser ask. */
function testValue(name: string): string {
  return name === "content-type" ? "application/json" : "x";
}

/** What follows a preflight is another question: here it lets the page read. */
function sharing(origin: string): NetworkAnswer {
  return {
    status: 200,
    headers: [
      ["Access-Control-Allow-Origin", origin],
      ["Access-Control-Allow-Credentials", "true"],
    ],
  };
}

function isShared(verdict: Verdict): boolean {
  return verdict.type === "allowed" && verdict.response.type !== "opaque";
}
