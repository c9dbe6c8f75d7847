import { isForbiddenMethod, normalizeMethod } from "@crosscheck/cors/http";
import { expressionReach } from "./expression-reach.ts";
import { isSentOrigin } from "./is-sent-origin.ts";
import type { OldGrant } from "./old-grant.ts";

/** What options really allowed, in plain words: a sentence or two each. */
export function describeGrant(grant: OldGrant): readonly string[] {
  return [...who(grant), ...(reaches(grant) ? [...methods(grant), ...headers(grant)] : []), ...grant.remarks];
}

function reaches({ origins }: OldGrant): boolean {
  return (
    origins.kind !== "none" &&
    !(origins.kind === "listed" && origins.expressions.length === 0 && !origins.texts.some(isSentOrigin))
  );
}

const signedIn = "as the signed-in user";

function who(grant: OldGrant): readonly string[] {
  const { origins, credentials } = grant;
  if (origins.kind === "code") {
    return ["A function decides which origins are allowed: what it allows cannot be read from the options."];
  }
  if (!reaches(grant)) return ["No page of another origin could read anything.", ...dead(grant)];
  if (origins.kind === "star") {
    if (credentials === false) return ["Every website could read every answer, without the user's cookies."];
    return [
      "Every website could read every answer, without the user's cookies. Credentials were allowed beside *, which browsers " +
        "refuse together: no page has ever read an answer as the signed-in user.",
    ];
  }
  if (origins.kind === "echoed") {
    if (credentials === false) {
      return [
        "Every website could read every answer, without the user's cookies: the Origin of any request was echoed.",
      ];
    }
    return [
      `EVERY WEBSITE COULD READ EVERY ANSWER ${signedIn.toUpperCase()}: the Origin of any request was echoed, and ` +
        `credentials ${credentials === true ? "were" : "could be"} allowed with it.`,
    ];
  }
  const how = credentials === false ? "without the user's cookies" : signedIn;
  const texts = origins.kind === "listed" ? origins.texts.filter(isSentOrigin) : [];
  const listed = texts.length === 0 ? [] : [`Pages of ${count(texts)} could read answers, ${how}.`];
  const nobody = texts.includes("null")
    ? [`null is nobody's name: any website can make a page with that origin, and could read answers ${how}.`]
    : [];
  const plain = texts.filter((text) => text.startsWith("http:") && !/^http:\/\/(?:localhost|127\.)/.test(text));
  const insecure =
    plain.length > 0 && credentials !== false
      ? [
          `Anyone on the network between a user and ${plain.slice(0, 3).join(", ")} could read answers ${signedIn}: http is not protected.`,
        ]
      : [];
  return [...listed, ...nobody, ...insecure, ...expressions(grant, how), ...dead(grant)];
}

function count(texts: readonly string[]): string {
  const shown = texts.slice(0, 3).join(", ");
  return texts.length > 3 ? `${texts.length} listed origins (${shown} …)` : shown;
}

function expressions({ origins }: OldGrant, how: string): readonly string[] {
  if (origins.kind !== "listed") return [];
  return origins.expressions.map((expression) => {
    const text = short(String(expression));
    const { everybody, strangers } = expressionReach(expression);
    if (everybody) {
      const who = how === signedIn ? "EVERY WEBSITE" : "every website";
      return `The regular expression ${text} lets in ${who}, such as ${strangers[0]}, which could read answers ${how}.`;
    }
    if (strangers.length === 0) return `What the regular expression ${text} lets in could read answers, ${how}.`;
    const examples = strangers.slice(0, 3).join(", ");
    return `The regular expression ${text} lets in ${examples}: a stranger can have such a name, and could read answers ${how}.`;
  });
}

function dead({ origins }: OldGrant): readonly string[] {
  if (origins.kind !== "listed") return [];
  return origins.texts
    .filter((text) => !isSentOrigin(text))
    .map(
      (text) =>
        `${short(JSON.stringify(text))} never matched: it is compared byte for byte, and no browser sends such an Origin.`,
    );
}

function short(text: string): string {
  return text.length > 120 ? `${text.slice(0, 120)}…` : text;
}

function methods({ methods: sent, preflights }: OldGrant): readonly string[] {
  if (!preflights) return ["Their requests could use GET, HEAD and POST only, with no header that needs permission."];
  if (sent === "code") return ["A function decides which methods are allowed."];
  const askable = sent.map(normalizeMethod).filter((name) => !isForbiddenMethod(name));
  const names = [...new Set(["GET", "HEAD", "POST", ...askable])];
  return [`Their requests could use ${names.includes("*") ? "any method" : names.join(", ")}.`];
}

function headers({ headers: sent, preflights }: OldGrant): readonly string[] {
  if (!preflights) return [];
  return sent === "echoed"
    ? ["Their requests could have any header: whatever was asked for was allowed, Authorization included."]
    : [];
}
