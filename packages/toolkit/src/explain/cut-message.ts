import type { BrowserEngine, MessageReason } from "@crosscheck/cors/browser";

/** A message that ends in the middle: every reason whose sentence begins like it. */
export interface CutMessage {
  readonly engine: BrowserEngine;
  readonly reasons: readonly MessageReason[];
  readonly onPreflight: boolean | null;
  readonly facts: Readonly<Record<string, string>>;
}

/** `…` is any word. Beginnings are enough: what follows them tells nothing more. */
// biome-ignore format: one sentence per line
const sentences: readonly (readonly [engine: BrowserEngine, reason: MessageReason, text: string])[] = [
  ["chromium", "acao-missing", "No 'Access-Control-Allow-Origin' header is present on the requested resource."],
  ["chromium", "acao-mismatch", "The 'Access-Control-Allow-Origin' header has a value … that is not equal to the supplied origin."],
  ["chromium", "acao-multiple", "The 'Access-Control-Allow-Origin' header contains multiple values"],
  ["chromium", "acao-invalid", "The 'Access-Control-Allow-Origin' header contains the invalid value"],
  ["chromium", "acao-star-with-credentials", "The value of the 'Access-Control-Allow-Origin' header in the response must not be the wildcard"],
  ["chromium", "acac-not-true", "The value of the 'Access-Control-Allow-Credentials' header in the response is"],
  ["chromium", "preflight-status", "It does not have HTTP ok status."],
  ["chromium", "preflight-redirect", "Redirect is not allowed for a preflight request."],
  ["chromium", "preflight-method", "Method … is not allowed by Access-Control-Allow-Methods in preflight response."],
  ["chromium", "preflight-header", "Request header field … is not allowed by Access-Control-Allow-Headers in preflight response."],
  ["chromium", "preflight-methods-parse", "Cannot parse Access-Control-Allow-Methods response header field in preflight response."],
  ["chromium", "preflight-headers-parse", "Cannot parse Access-Control-Allow-Headers response header field in preflight response."],
  ["chromium", "lna-permission", "Permission was denied for this request to access the … address space."],
  ["firefox", "acao-missing", "CORS header ‘Access-Control-Allow-Origin’ missing)."],
  ["firefox", "acao-mismatch", "CORS header ‘Access-Control-Allow-Origin’ does not match …"],
  ["firefox", "acao-multiple", "Multiple CORS header ‘Access-Control-Allow-Origin’ not allowed)."],
  ["firefox", "acao-star-with-credentials", "Credential is not supported if the CORS header ‘Access-Control-Allow-Origin’ is ‘*’)."],
  ["firefox", "acac-not-true", "expected ‘true’ in CORS header ‘Access-Control-Allow-Credentials’)."],
  ["firefox", "preflight-redirect", "CORS request external redirect not allowed)."],
  ["firefox", "preflight-status", "CORS preflight response did not succeed)."],
  ["firefox", "preflight-methods-parse", "invalid token … in CORS header ‘Access-Control-Allow-Methods’)."],
  ["firefox", "preflight-headers-parse", "invalid token … in CORS header ‘Access-Control-Allow-Headers’)."],
  ["firefox", "preflight-method", "Did not find method in CORS header ‘Access-Control-Allow-Methods’)."],
  ["firefox", "preflight-header", "header … is not allowed according to header ‘Access-Control-Allow-Headers’"],
  ["firefox", "network", "CORS request did not succeed)."],
  ["webkit", "acao-missing", "Origin … is not allowed by Access-Control-Allow-Origin."],
  ["webkit", "acao-multiple", "Access-Control-Allow-Origin cannot contain more than one origin."],
  ["webkit", "acao-star-with-credentials", "Cannot use wildcard in Access-Control-Allow-Origin when credentials flag is true."],
  ["webkit", "acac-not-true", "Credentials flag is true, but Access-Control-Allow-Credentials is not"],
  ["webkit", "preflight-status", "Preflight response is not successful."],
  ["webkit", "preflight-method", "Method … is not allowed by Access-Control-Allow-Methods."],
  ["webkit", "preflight-header", "Request header field … is not allowed by Access-Control-Allow-Headers."],
];

const preflightWords = "Response to preflight request doesn't pass access control check:";

/** What a line that was cut leaves; null where it is none of a browser's about CORS. */
export function readCutMessage(text: string): CutMessage | null {
  const chromium =
    /Access to [A-Za-z ]+ at '(?<url>[^']*)'?(?: \(redirected from '(?<redirectedFrom>[^']*)'\))?(?: from origin '(?<origin>[^']*)')?(?<rest>.*)$/s.exec(
      text,
    );
  if (chromium !== null) {
    const [, said = ""] = /has been blocked by CORS policy:\s*(.*)$/s.exec(chromium.groups?.rest ?? "") ?? [];
    const line = said.split("\n")[0]?.trim() ?? "";
    const ofPreflight = line.startsWith(preflightWords);
    const reasons = beginningLike("chromium", ofPreflight ? line.slice(preflightWords.length).trim() : line);
    const isCutBefore = !ofPreflight && preflightWords.startsWith(line);
    return {
      engine: "chromium",
      reasons,
      onPreflight: isCutBefore ? null : ofPreflight,
      facts: defined(chromium.groups),
    };
  }
  const firefox =
    /Cross-Origin Request Blocked: The Same Origin Policy disallows reading the remote resource at [‘']?(?<url>[^\s‘’']+?)[’']?(?:\.? |\.?$)(?<rest>.*)$/s.exec(
      text,
    );
  if (firefox !== null) {
    const [, said = ""] = /\(Reason:\s*(.*)$/s.exec(firefox.groups?.rest ?? "") ?? [];
    return {
      engine: "firefox",
      reasons: beginningLike("firefox", said.split("\n")[0]?.trim() ?? ""),
      onPreflight: null,
      facts: defined(firefox.groups),
    };
  }
  for (const line of text.split("\n")) {
    const said = line.replace(/^\s*(?:\[Error\]|CONSOLE [A-Z ]*ERROR)\s*/, "").trim();
    // A word or two may be anybody's.
    const reasons = said.split(/\s+/).length < 4 ? [] : beginningLike("webkit", said);
    if (reasons.length > 0) return { engine: "webkit", reasons, onPreflight: null, facts: {} };
  }
  return null;
}

function beginningLike(engine: BrowserEngine, said: string): readonly MessageReason[] {
  const words = said === "" ? [] : said.split(/\s+/);
  return sentences
    .filter(([of, , text]) => of === engine && beginsLike(text.split(" "), words))
    .map(([, reason]) => reason);
}

/** Word by word; the last word that is there may be a part of one. */
function beginsLike(sentence: readonly string[], words: readonly string[]): boolean {
  return words.every((word, index) => {
    const expected = sentence[index];
    if (expected === undefined || expected === "…") return true;
    return index === words.length - 1 ? expected.startsWith(word) : expected === word;
  });
}

function defined(groups: Readonly<Record<string, string | undefined>> | undefined): Readonly<Record<string, string>> {
  return Object.fromEntries(
    Object.entries(groups ?? {}).filter(([name, value]) => value !== undefined && value !== "" && name !== "rest"),
  ) as Record<string, string>;
}
