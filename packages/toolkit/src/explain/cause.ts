/** What a person's "blocked by CORS policy" comes down to. Codes are public: never reused or renamed. */
export const causes = [
  "origin-not-listed",
  "preflight-needs-login",
  "error-without-cors",
  "doubled-layer",
  "wildcard-with-credentials",
  "header-not-allowed",
  "method-not-allowed",
  "preflight-redirected",
  "preflight-not-handled",
  "cached-without-vary",
  "redirected-to-null",
  "works-outside-browsers",
  "header-not-exposed",
  "local-network-access",
  "not-cors",
  "cookie-not-sent",
] as const;

export type Cause = (typeof causes)[number];

/** Those that no CORS header causes and none mends. */
const besideCors: ReadonlySet<Cause> = new Set(["local-network-access", "not-cors", "cookie-not-sent"]);

/** Whether any of these is a matter of CORS. */
export function isAboutCors(left: readonly Cause[]): boolean {
  return left.some((cause) => !besideCors.has(cause));
}

/** In the catalogue's order, each once. */
export function sortCauses(list: Iterable<Cause>): readonly Cause[] {
  const given = new Set(list);
  return causes.filter((cause) => given.has(cause));
}

/** What evidence leaves, and the code of the reason. */
export interface Told {
  readonly causes: readonly Cause[];
  readonly reason: string;
}

export interface CauseText {
  readonly title: string;
  /** In plain words: what happened, and why the browser acts so. */
  readonly what: string;
}

// biome-ignore format: one cause per line
export const causeTexts: Readonly<Record<Cause, CauseText>> = {
  "origin-not-listed": { title: "The server allows other origins, not this one", what: "The server speaks CORS, and its answer names another origin or none: the page's origin is not on its list. Scheme, host and port must be the same, byte for byte." },
  "preflight-needs-login": { title: "The preflight is asked to log in", what: "A browser asks with OPTIONS first, and never sends cookies or Authorization with that question. The server wants a login for it, so the real request never leaves." },
  "error-without-cors": { title: "An error answer without CORS headers", what: "The server, or a proxy before it, answered with an error and left the CORS headers out. The browser hides the answer, so the error looks like a CORS fault; the error is the fault." },
  "doubled-layer": { title: "Two layers add the header", what: "Access-Control-Allow-Origin has more than one value: the application and a proxy before it both add one. A browser takes exactly one." },
  "wildcard-with-credentials": { title: "An answer that does not allow credentials", what: "The request includes credentials (cookies, HTTP login). For these the answer must name the page's origin, not *, and say Access-Control-Allow-Credentials: true." },
  "header-not-allowed": { title: "A request header is not allowed", what: "The request has a header that Access-Control-Allow-Headers, in the answer to the preflight, does not name." },
  "method-not-allowed": { title: "The method is not allowed", what: "The request's method is not in Access-Control-Allow-Methods of the answer to the preflight. The comparison is by case." },
  "preflight-redirected": { title: "The preflight is redirected", what: "The server answered the preflight (OPTIONS) with a redirect: to https, to another host, with or without a final slash, or to a login page. A browser follows none there." },
  "preflight-not-handled": { title: "Nobody answers the preflight", what: "The question before the request (OPTIONS) reached something that does not know CORS: no route for the method, an error, or an answer without CORS headers." },
  "cached-without-vary": { title: "A cached copy for somebody else", what: "The answer came from a cache that stored it for a request with another Origin, or with none. Without Vary: Origin a cache gives everybody the same copy." },
  "redirected-to-null": { title: "A redirect made the origin null", what: "The request was redirected from one foreign origin to another. The browser then sends Origin: null, and the last server does not allow that." },
  "works-outside-browsers": { title: "The server does not speak CORS", what: "The answer is a good one, and has no CORS header at all. Programs such as curl and Postman read it, because only browsers keep one site's pages from reading another's answers." },
  "header-not-exposed": { title: "A response header is hidden from the page", what: "The answer is allowed. Its header is there, and the page cannot see it: beyond seven harmless ones, only headers that Access-Control-Expose-Headers names are shown." },
  "local-network-access": { title: "The browser guards the local network", what: "A page of the public internet asked for an address of this machine or its network. The browser asks its user first, before CORS; no header of the server changes that." },
  "not-cors": { title: "It is not CORS", what: "Something else kept the answer away: the name, the connection, the certificate, mixed content, a content security policy, an extension, or the request itself." },
  "cookie-not-sent": { title: "The cookie was not sent", what: "CORS let the answer through. The server did not know the user, because no cookie came with the request: the request must include credentials, and the cookie must be SameSite=None; Secure." },
};
