import type { NetworkError, NetworkErrorReason, Verdict, VerdictNote } from "./verdict.ts";

/** A few plain sentences for a verdict: what happened, why, what to do, and what else had a part in it. */
export function describeVerdict(verdict: Verdict): string {
  return [describeEnd(verdict), ...verdict.notes.map((note) => describeNote(note, verdict.origins))].join(" ");
}

function describeNote(note: VerdictNote, origins: Verdict["origins"]): string {
  if (note.note === "local-network-access") {
    const where = note.addressSpace === "loopback" ? "on the user's own machine" : "in the user's own network";
    return `${quote(new URL(note.url).origin)} is ${where}: Chromium asks the user first, and this is what comes of it when the user allows it.`;
  }
  if (note.origin === origins[note.hop]) return `The answer of ${quote(note.url)} was a stored one.`;
  const asker = note.origin === null ? "a request without Origin" : `a request from ${quote(note.origin)}`;
  return `The answer of ${quote(note.url)} was a stored one, kept from ${asker}: with "Vary: Origin" it would have been asked for again.`;
}

function describeEnd(verdict: Verdict): string {
  switch (verdict.type) {
    case "allowed":
      return describeAllowed(verdict.response.type, verdict.response.status);
    case "API error":
      return `fetch throws a TypeError and sends nothing: ${verdict.message}`;
    case "not modelled":
      return `What a browser does here is not known to this model: ${verdict.step}.`;
    case "network error":
      return describeNetworkError(verdict);
  }
}

function describeAllowed(type: "basic" | "cors" | "opaque" | "opaqueredirect", status: number): string {
  switch (type) {
    case "basic":
      return `The page reads the response (status ${status}): it is of the page's own origin, so CORS is not asked.`;
    case "cors":
      return `The page reads the response (status ${status}): the server shares it with the page's origin.`;
    case "opaque":
      return 'The request was sent, and the page learns nothing of the response: mode "no-cors" makes it opaque.';
    case "opaqueredirect":
      return 'The page learns that there was a redirect, and nothing else: redirect mode "manual" makes it opaque.';
  }
}

function describeNetworkError(error: NetworkError): string {
  const [what, fix] = sentencesOf(error);
  const hop = error.hop === 0 ? "" : ` This was after ${error.hop} redirect${error.hop === 1 ? "" : "s"}.`;
  return `${what} ${fix}${hop}`;
}

/** What to change so that a verdict would be "allowed": a sentence. Empty where it is. */
export function describeFix(verdict: Verdict): string {
  return verdict.type === "network error" ? sentencesOf(verdict)[1] : "";
}

function sentencesOf(error: NetworkError): Sentences {
  const where = error.onPreflight ? "the answer to the preflight (OPTIONS)" : "the response";
  return sentences[error.reason](error.details, where);
}

type Sentences = readonly [what: string, fix: string];
type Describe = (details: Readonly<Record<string, string>>, where: string) => Sentences;

const sentences: Readonly<Record<NetworkErrorReason, Describe>> = {
  "acao-missing": (details, where) => [
    `Blocked: ${where} has no Access-Control-Allow-Origin.`,
    `Send "Access-Control-Allow-Origin: ${details.expected}" there, on error responses too.`,
  ],
  "acao-mismatch": (details, where) => [
    `Blocked: Access-Control-Allow-Origin in ${where} is ${quote(details.received)}, and the request came from ${quote(details.expected)}.`,
    "The two must be the same, byte for byte.",
  ],
  "acao-multiple": (details, where) => [
    `Blocked: Access-Control-Allow-Origin in ${where} has more than one value, ${quote(details.received)}.`,
    "Send one: if two layers set it, take it out of one of them.",
  ],
  "acao-invalid": (details, where) => [
    `Blocked: Access-Control-Allow-Origin in ${where} is ${quote(details.received)}, which is no origin.`,
    `Send ${quote(details.expected)}.`,
  ],
  "acao-star-with-credentials": (details, where) => [
    `Blocked: Access-Control-Allow-Origin in ${where} is "*", which does not count when credentials are included.`,
    `Send ${quote(details.expected)} and "Vary: Origin", or leave the credentials out of the request.`,
  ],
  "acac-not-true": (details, where) =>
    details.received === undefined
      ? [
          `Blocked: ${where} has no Access-Control-Allow-Credentials, and the request includes credentials.`,
          'Send "Access-Control-Allow-Credentials: true", or leave the credentials out of the request.',
        ]
      : [
          `Blocked: Access-Control-Allow-Credentials in ${where} is ${quote(details.received)}.`,
          'Only "true", in lower case and once, lets a request with credentials through.',
        ],
  "preflight-status": (details) => [
    `Blocked: the preflight (OPTIONS) was answered with status ${details.status}, and only 200 to 299 lets the request out.`,
    "Answer it before authentication and routing do.",
  ],
  "preflight-redirect": (details) => [
    `Blocked: the preflight (OPTIONS) was answered with a redirect (status ${details.status}), and a browser follows none there.`,
    "Use the final URL, or answer the preflight before the redirect.",
  ],
  "preflight-methods-parse": (details) => [
    `Blocked: Access-Control-Allow-Methods in the answer to the preflight is ${quote(details.received)}, which is no list of methods.`,
    "Separate them by commas, without quotes or brackets.",
  ],
  "preflight-headers-parse": (details) => [
    `Blocked: Access-Control-Allow-Headers in the answer to the preflight is ${quote(details.received)}, which is no list of header names.`,
    "Separate them by commas, without quotes or brackets.",
  ],
  "preflight-method": (details) => [
    `Blocked: the method ${details.method} is not in Access-Control-Allow-Methods of the answer to the preflight (${quoteOrAbsent(details.received)}).`,
    'Add it as written here, case counts; "*" does not cover a request with credentials.',
  ],
  "preflight-header": (details) => [
    `Blocked: the request header ${details.header} is not in Access-Control-Allow-Headers of the answer to the preflight (${quoteOrAbsent(details.received)}).`,
    'Add it by name: "*" covers neither Authorization nor a request with credentials.',
  ],
  "redirect-userinfo": (details) => [
    `Blocked: the redirect leads to ${quote(details.location)}, which has a user name or password in it.`,
    "Redirect to a URL without.",
  ],
  "redirect-denied": (details) => [
    `Blocked: the redirect leads to ${quote(details.location)}, which is not an http: or https: URL.`,
    "Redirect to one that is.",
  ],
  "redirect-mode-error": (details) => [
    `Blocked: the response is a redirect (status ${details.status}), and the request forbids one with redirect: "error".`,
    'Use the final URL, or redirect: "follow".',
  ],
  "redirect-no-cors": (details) => [
    `Blocked: mode "no-cors" with redirect: ${quote(details.redirect)} cannot leave the page's own origin.`,
    'Use redirect: "follow".',
  ],
  "redirect-loop": (details) => [
    `Blocked: after 20 redirects the response is one more, to ${quote(details.location)}. A browser gives up here.`,
    "Use the final URL, or mend the redirects if they go round in a circle.",
  ],
  "redirect-location-invalid": (details) => [
    `Blocked: the redirect's Location, ${quote(details.location)}, is not one URL.`,
    "Send one Location header with one URL.",
  ],
  "redirect-stream-body": (details) => [
    `Blocked: the redirect to ${quote(details.location)} would need the body again, and a stream can be read only once.`,
    "Send the body as a string or a Blob, or use the final URL.",
  ],
  "mode-same-origin": (details) => [
    `Blocked: mode "same-origin" keeps the request at ${details.expected}, and ${quote(details.url)} is elsewhere.`,
    'Use mode "cors".',
  ],
  scheme: (details) => [`Blocked: a page cannot fetch ${details.scheme}: URLs.`, "Use http: or https:."],
  "bad-port": (details) => [
    `Blocked: browsers do not speak HTTP to port ${details.port}, which belongs to another protocol.`,
    "Serve it on another port.",
  ],
  "cross-origin-resource-policy": () => [
    'Blocked: Cross-Origin-Resource-Policy in the response keeps it from this page in mode "no-cors".',
    'Send "Cross-Origin-Resource-Policy: cross-origin", or use mode "cors".',
  ],
  network: (details) => [
    `No response came: ${quote(details.why)}.`,
    "This is not CORS: look at the connection, the name, the certificate.",
  ],
};

/** Every reason that the steps carried out can return. */
export const networkErrorReasons = Object.keys(sentences) as readonly NetworkErrorReason[];

function quoteOrAbsent(value: string | undefined): string {
  return value === undefined ? "the header is absent" : quote(value);
}

/** Values come from the network: longer ones are cut, and what a terminal would act on is escaped. */
function quote(value: string | undefined): string {
  if (value === undefined) return "absent";
  return JSON.stringify(value.length > 200 ? `${value.slice(0, 200)}…` : value).replace(
    /[\x7f-\x9f]/g,
    escapeCharacter,
  );
}

function escapeCharacter(character: string): string {
  return `\\u${character.charCodeAt(0).toString(16).padStart(4, "0")}`;
}
