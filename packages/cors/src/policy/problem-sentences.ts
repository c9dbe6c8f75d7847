import { describePath } from "./describe-path.ts";
import type { Problem, ProblemCode } from "./problem.ts";
import { quote } from "./quote.ts";

/** What happened, why it matters and, when no suggestion says it, what to do. Without the place. */
export type Sentences = readonly [what: string, why: string, todo?: string | undefined];

/** The sentences of a problem. */
export function sentencesOf(problem: Problem): Sentences {
  return sentences[problem.code](problem);
}

const neverMatches = "so this can never match";
const serialized = "A browser sends a serialized origin";

/** A table with one row for each code, so that none is without its sentence. */
const sentences: Readonly<Record<ProblemCode, (problem: Problem) => Sentences>> = {
  // The document.
  "policy-missing": ({ received }) => [
    `No policy was given: it is ${received === null ? "null" : "undefined"}.`,
    "Nothing says which origins are allowed, and there is no safe answer to assume.",
    'The smallest policy is { allowOrigins: ["https://app.example.com"] }.',
  ],
  "wrong-type": ({ received, expected }) => [
    received === "nothing" ? `Nothing is here, not ${expected}.` : `${quoteReceived(received)} is not ${expected}.`,
    "The policy cannot be read past it.",
    `Write ${expected}.`,
  ],
  unreadable: () => [
    "This value cannot be read: one of its properties throws.",
    "A policy is plain data, as from a JSON or YAML file.",
    "Pass plain objects, lists, strings, numbers and booleans.",
  ],
  "list-too-long": ({ part, expected }) => [
    `This list has ${part} entries.`,
    `A list may have ${expected}.`,
    "Name fewer, or use a pattern such as https://*.example.com.",
  ],
  "unknown-key": ({ received, known }) => [
    `${quote(received)} is not a key here.`,
    "It would be ignored, and what it was meant to say would not hold.",
    `Use one of ${listOf(known)}, or remove it.`,
  ],
  "missing-key": ({ path, expected, part }) => [
    `${quote(path.at(-1) ?? "")} is missing${part === undefined ? "" : `: it is ${part}`}.`,
    `It says ${expected}; there is no safe value to assume.`,
    part === undefined
      ? `Add ${quote(path.at(-1) ?? "")}.`
      : "Give it a value: is the variable that it comes from set?",
  ],
  "unsupported-version": ({ received }) => [
    `Version ${quote(received)} of the policy format is not known here.`,
    "Another version may mean something else by the same words.",
  ],
  "name-invalid": ({ received }) => [
    `${quote(received)} cannot be a name.`,
    "Names are printed in logs and in generated configurations.",
    "Use 1 to 64 letters, digits, dots, underscores and hyphens, a letter or digit first.",
  ],
  "unknown-environment": ({ received, known }) => [
    `There is no environment ${quote(received)}.`,
    "Going on without it would apply another environment's origins.",
    known?.length ? `Choose one of ${listOf(known)}.` : "This policy has no environments: choose none, or add one.",
  ],

  // Sets and rules.
  "origin-set-unknown": ({ received, known }) => [
    `There is no origin set ${quote(received)}.`,
    "A list that names it would silently lack its origins.",
    known?.length ? `Use one of ${listOf(known)}, or define it under originSets.` : "Define it under originSets.",
  ],
  "origin-set-nested": ({ received }) => [
    `${quote(received)} names a set inside a set.`,
    "A set holds origins only, so that what a rule allows can be read in one place.",
    "List both sets in the rule, or write the origins here.",
  ],
  "origin-set-unused": ({ received }) => [
    `No rule uses the origin set ${quote(received)}.`,
    "Its origins are not allowed anywhere.",
    `Use it in a rule as ${quote(`$${received}`)}, or remove it.`,
  ],
  "no-rules": () => [
    "The policy has no rules.",
    "No path matches, so no CORS header is ever set or removed.",
    "Add a rule, or remove the policy.",
  ],
  "rule-id-invalid": ({ received }) => [
    `${quote(received)} cannot be the id of a rule.`,
    "Ids are printed in logs and in generated configurations.",
    "Use 1 to 64 letters, digits, dots, underscores and hyphens, a letter or digit first.",
  ],
  "rule-id-duplicate": ({ received, earlier }) => [
    `The id ${quote(received)} is taken by ${describePath(earlier ?? [])}.`,
    "A log or a generated configuration that names it would not say which rule it means.",
    "Give one of them another id.",
  ],
  "rule-hidden": ({ received, ruleId, part }) => [
    `The rule for ${quote(received)} can never be reached.`,
    `The first matching rule wins, and the earlier rule ${quote(ruleId ?? "")} (${quote(part ?? "")}) covers all its paths, in any case of letters.`,
    "Move this rule before that one, or remove it.",
  ],

  // Paths.
  "path-not-absolute": ({ received }) => [
    `The path ${quote(received)} does not begin with a slash.`,
    `Every request path does, ${neverMatches}.`,
  ],
  "path-is-url": ({ received, part }) => [
    `The path ${quote(received)} has an origin, ${quote(part ?? "")}.`,
    `A rule is chosen by the path alone, ${neverMatches}.`,
  ],
  "path-has-query": ({ received, part }) => [
    `The path ${quote(received)} has ${quote(part ?? "")} at its end.`,
    `Rules are matched without query and fragment, ${neverMatches}.`,
  ],
  "path-wildcard-misplaced": ({ received }) => [
    `The path ${quote(received)} has a star in the wrong place.`,
    "A star stands only as the whole last segment, for everything below.",
    "End the path with /*, or use :name for one segment.",
  ],
  "path-name-invalid": ({ received, part }) => [
    `The path ${quote(received)} has ${quote(part ?? "")}, which names no segment.`,
    "A segment that begins with a colon stands for any one segment and needs a name.",
    "Write a colon, a letter, and letters, digits or underscores: :id.",
  ],
  "path-name-duplicate": ({ received, part }) => [
    `The path ${quote(received)} has ${quote(part ?? "")} twice.`,
    "The two segments need not be equal, which the same name would suggest.",
    "Give one of them another name.",
  ],
  "path-syntax-unsupported": ({ received, part }) => [
    `The path ${quote(received)} has ${quote(part ?? "")} in a segment.`,
    "Only literals, :name for a whole segment and a trailing /* are known; this could mean something else to another server.",
    "Use a wider path, or one rule for each path.",
  ],
  "path-ambiguous": ({ received }) => [
    `The path ${quote(received)} means different things to different servers.`,
    "Requests for a target with //, dot segments, a backslash, or an encoded slash, dot, backslash, percent sign or control character are never granted anything, " +
      `${neverMatches}.`,
    "Write the path without them.",
  ],
  "path-too-long": () => [
    "The path is longer than 2000 characters.",
    `Most servers refuse such a request, ${neverMatches}.`,
    "Cover it with a shorter path that ends in /*.",
  ],
  "path-normalised": ({ received }) => [
    `The path ${quote(received)} is not how a browser sends it.`,
    "Browsers percent-encode all but plain ASCII, and the encodings of letters, digits, - . _ ~ mean the same as those.",
  ],
  "path-two-spellings": ({ received, part }) => [
    `The path ${quote(received)} has ${quote(part ?? "")}, which a client may also send percent-encoded, or in another encoding.`,
    "Another spelling is another path to a rule, while many frameworks take both as one.",
    "Take care that no earlier exception or later rule depends on this spelling.",
  ],

  // Origins.
  "allow-origins-function": () => [
    "A function is an entry of a list.",
    "It decides on every origin, so it cannot stand beside patterns.",
    "Write allowOrigins: (origin, request) => …, or list the origins.",
  ],
  "any-origin-in-list": () => [
    '"*" is an entry of a list.',
    "It allows every origin, which makes the rest of the list meaningless.",
    'Write allowOrigins: "*", or list the origins.',
  ],
  "origin-null-unquoted": () => [
    "null without quotes is not an origin; nor is an empty entry, which is null too.",
    'The origin "null" is a text. Sandboxed frames and local files have it, and so any website can.',
    'Remove it. If that origin is meant, write "null" in quotes, and danger: [{ allow: null-origin, reason: "…", expires: … }] in the rule.',
  ],
  "any-origin-with-credentials": () => [
    'allowOrigins is "*" and allowCredentials is true.',
    "Browsers refuse that answer, and reflecting the origin instead would let every website act as the signed-in user.",
    "List the origins, or remove allowCredentials.",
  ],
  "any-method-with-credentials": () => [
    'The methods include "*", and allowCredentials is true.',
    'With credentials "*" is a method of that name, not a wildcard.',
    "List the methods, or remove allowCredentials.",
  ],
  "any-header-with-credentials": () => [
    'The headers include "*", and allowCredentials is true.',
    'With credentials "*" is a header of that name, not a wildcard.',
    "List the headers, or remove allowCredentials.",
  ],
  "any-exposed-header-with-credentials": () => [
    'The exposed headers include "*", and allowCredentials is true.',
    'With credentials "*" is a header of that name, not a wildcard.',
    "List the headers, or remove allowCredentials.",
  ],
  "origin-pattern-empty": ({ received }) => [
    `${quote(received)} is empty.`,
    "An empty Origin counts as absent, so there is nothing it could match.",
    "Remove the entry, or write an origin such as https://app.example.com.",
  ],
  "origin-pattern-too-long": () => [
    "This origin is longer than any origin can be.",
    `A serialized origin has at most 270 characters, ${neverMatches}.`,
    "Shorten it.",
  ],
  "origin-pattern-is-regexp": ({ received }) => [
    `${quote(received)} is a regular expression.`,
    "Policies have none: they are the commonest hole in CORS configurations.",
    "Write origins, with *. before a host for its subdomains: https://*.example.com.",
  ],
  "origin-pattern-is-list": ({ received }) => [
    `${quote(received)} holds more than one origin.`,
    `A browser sends exactly one, ${neverMatches}.`,
    "Write each as an entry of its own.",
  ],
  "origin-pattern-has-space": ({ received }) => [
    `${quote(received)} has a space, a control character or a separator.`,
    `${serialized}, which has none, ${neverMatches}.`,
    "Write one origin without them.",
  ],
  "origin-pattern-has-no-scheme": ({ received }) => [
    `${quote(received)} has no scheme.`,
    `${serialized}, which begins with one, ${neverMatches}.`,
    "Begin with https://.",
  ],
  "origin-pattern-scheme-upper-case": ({ received }) => [
    `${quote(received)} has a scheme in upper case.`,
    `${serialized}, whose scheme is lower case, ${neverMatches}.`,
    "Write the scheme in lower case.",
  ],
  "origin-pattern-scheme-wildcard": ({ received, part }) => [
    `${quote(received)} has ${quote(part ?? "")} for a scheme.`,
    "A scheme is never a pattern: http:// would let anyone on the network in.",
    "Write one entry for each scheme you mean.",
  ],
  "origin-pattern-scheme-never-sent": ({ received, part }) => [
    `${quote(received)} has the scheme ${quote(part ?? "")}.`,
    "No page has an origin of that scheme: file:, data: and the like are the origin null, and a WebSocket's page is http or https.",
    "Write the origin of the page that makes the request.",
  ],
  "origin-pattern-scheme-exact-only": ({ received, part }) => [
    `${quote(received)} is a pattern with the scheme ${quote(part ?? "")}.`,
    "Schemes other than http and https belong to apps and extensions, whose hosts are not domains: only exact origins are known.",
    "List each origin exactly.",
  ],
  "origin-pattern-has-path": ({ received }) => [
    `${quote(received)} has a path.`,
    `${serialized}, which has none, ${neverMatches}.`,
    "Write scheme, host and port only.",
  ],
  "origin-pattern-has-userinfo": ({ received, part }) => [
    `${quote(received)} has a user name, ${quote(part ?? "")}.`,
    `${serialized}, which has none, ${neverMatches}.`,
    "Write scheme, host and port only.",
  ],
  "origin-pattern-has-trailing-dot": ({ received }) => [
    `${quote(received)} has a dot at the end of its host.`,
    "That is another origin than the one without it, and no link leads there.",
    "Write the host without it.",
  ],
  "origin-pattern-host-invalid": ({ received }) => [
    `${quote(received)} has a host that no browser sends.`,
    `A host is labels of 1 to 63 letters, digits, hyphens and underscores, at most 253 in all, or an IP address, ${neverMatches}.`,
    "Write the host as the browser's address bar shows it.",
  ],
  "origin-pattern-port-invalid": ({ received, part }) => [
    `${quote(received)} has ${quote(part ?? "")} for a port.`,
    `A port is a number from 0 to 65535 without leading zeros, or *, ${neverMatches}.`,
    "Write the port's number, or leave it out for the scheme's own.",
  ],
  "origin-pattern-wildcard-misplaced": ({ received }) => [
    `${quote(received)} has a star where none can be.`,
    "A star stands for subdomains as one leading *., for a part of the first label of a domain, or for the port.",
    "Write https://*.example.com for all subdomains, or list the origins.",
  ],
  "origin-pattern-wildcard-over-address": ({ received, part }) => [
    `${quote(received)} has a star over the IP address ${quote(part ?? "")}.`,
    `An address has no subdomains, ${neverMatches}.`,
    "Write the address.",
  ],
  "origin-pattern-wildcard-over-registry": ({ received, part }) => [
    `${quote(received)} has a star inside a name directly under ${quote(part ?? "")}.`,
    "Anyone can register a name there that matches.",
    "List the origins.",
  ],
  "origin-pattern-normalised": ({ received }) => [
    `${quote(received)} is not how a browser writes this origin.`,
    `${serialized}: lower case, Punycode, no default port.`,
  ],
  "origin-pattern-duplicate": ({ received }) => [
    `${quote(received)} is listed twice.`,
    "The second entry adds nothing, and removing one would not end what it allows.",
    "Remove one.",
  ],

  // Dangers.
  "insecure-origin": ({ received, ruleId }) => [
    `The rule ${quote(ruleId ?? "")} allows ${quote(received)} with credentials.`,
    "Anyone on its users' network can answer for an origin without TLS, and an app's scheme is not a host that is proved; either could act as the signed-in user.",
    'Use https, or add danger: [{ allow: insecure-origin, reason: "…", expires: … }].',
  ],
  "shared-suffix": ({ received, ruleId, part }) => [
    `The rule ${quote(ruleId ?? "")} allows ${quote(received)} with credentials.`,
    quote(received).includes("*.")
      ? `Strangers can have names under ${quote(part ?? "")}, and could act as the signed-in user.`
      : `The star also stands for more than you may mean: under ${quote(part ?? "")}, https://app-*-team is matched by app-evil-x-team, of a team named x-team.`,
    'List the origins, or add danger: [{ allow: shared-suffix, reason: "…", expires: … }].',
  ],
  "shared-suffix-new": ({ received, ruleId, part }) => [
    `The rule ${quote(ruleId ?? "")} allows ${quote(received)} with credentials.`,
    `Since less than a year the Public Suffix List has ${quote(part ?? "")}, or names under it: strangers can have such names, and could act as the signed-in user.`,
    'List the origins, or add danger: [{ allow: shared-suffix, reason: "…", expires: … }].',
  ],
  "null-origin": ({ ruleId }) => [
    `The rule ${quote(ruleId ?? "")} allows the origin "null".`,
    "Any website can send it, from a sandboxed frame.",
    'Remove it, or add danger: [{ allow: null-origin, reason: "…", expires: … }].',
  ],
  "local-origin": ({ received, ruleId, environment }) => [
    `The rule ${quote(ruleId ?? "")} allows ${quote(received)} with credentials${environment === undefined ? "" : ` in the environment ${quote(environment)}`}.`,
    "Any program on the user's machine or network can be that origin, and could act as the signed-in user.",
    environment === undefined
      ? "Move it to an environment with development: true."
      : 'Mark the environment development: true, or add danger: [{ allow: local-origin, reason: "…", expires: … }].',
  ],
  "danger-unknown": ({ received, known }) => [
    `${quoteReceived(received)} is not a danger that can be allowed.`,
    "What it was meant to allow stays refused.",
    `Use one of ${listOf(known)}.`,
  ],
  "danger-reason-missing": () => [
    "A danger entry has no reason.",
    "Whoever reads the policy later must know why the risk was taken.",
    "Say who needs it and where that is written down.",
  ],
  "danger-expires-invalid": ({ received }) => [
    `${quoteReceived(received)} is not a day on which a danger entry expires.`,
    "A risk is taken for a time, and looked at again.",
    "Write a date as year-month-day: 2027-03-31.",
  ],
  "danger-expired": ({ received }) => [
    `A danger entry expired after ${quote(received)}.`,
    "The risk was taken until that day.",
    "Remove what needs it, or look at the risk again and set a later day.",
  ],
  "danger-unused": ({ received }) => [
    `Nothing in this rule needs the danger ${quote(received)}.`,
    "It would allow the next mistake without a word.",
    "Remove it.",
  ],

  // Names.
  "method-not-token": ({ received }) => [
    `${quote(received)} is not a method.`,
    `A method is one token, ${neverMatches} and could break the header.`,
    "Write one method an entry.",
  ],
  "method-forbidden": ({ received }) => [
    `The method ${quote(received)} is forbidden to scripts.`,
    "No browser sends it for a page, so allowing it has no effect.",
    "Remove it.",
  ],
  "method-never-matches": ({ received }) => [
    `The method ${quote(received)} is not in upper case.`,
    `Browsers send it in upper case, and methods are compared with regard to case, ${neverMatches}.`,
  ],
  "method-case": ({ received }) => [
    `The method ${quote(received)} is not in upper case.`,
    "Methods are compared with regard to case, and most servers know the upper-case one only.",
  ],
  "header-not-token": ({ received }) => [
    `${quote(received)} is not a header name.`,
    `A header name is one token, ${neverMatches} and could break the header.`,
    "Write one name an entry, without its value.",
  ],
  "header-forbidden": ({ received }) => [
    `The request header ${quote(received)} is forbidden to scripts.`,
    "Only the browser sets it, without asking, so allowing it has no effect.",
    "Remove it.",
  ],
  "header-response-only": ({ received }) => [
    `${quote(received)} is a response header.`,
    "Access-Control-Allow-Headers lists headers of requests, so allowing it has no effect.",
    "Remove it.",
  ],
  "exposed-header-forbidden": ({ received }) => [
    `The response header ${quote(received)} is forbidden to scripts.`,
    "No browser shows it to a page, so exposing it has no effect.",
    "Remove it.",
  ],
  "exposed-header-request-only": ({ received }) => [
    `${quote(received)} is a request header.`,
    "Access-Control-Expose-Headers lists headers of responses, so exposing it has no effect.",
    "Remove it, or list it under allowHeaders if scripts send it.",
  ],
  "exposed-header-preflight-only": ({ received }) => [
    `${quote(received)} is on the answer to a preflight only.`,
    "No page sees that answer, so exposing it has no effect.",
    "Remove it.",
  ],
  "list-duplicate": ({ received }) => [
    `${quote(received)} is listed twice.`,
    "The second entry adds nothing, and removing one would not end what it allows.",
    "Remove one.",
  ],

  // Numbers and refusal.
  "max-age-invalid": ({ received, expected }) => [
    `${quoteReceived(received)} is not a maxAge.`,
    "It says how long a browser may keep the answer to a preflight.",
    `Write ${expected}.`,
  ],
  "max-age-fractional": ({ received }) => [
    `maxAge ${quote(received)} is not a whole number of seconds.`,
    "Browsers ignore Access-Control-Max-Age when it is not.",
  ],
  "max-age-negative": ({ received }) => [
    `maxAge ${quote(received)} is negative.`,
    "Browsers take it in different ways; 0 says that nothing is kept.",
  ],
  "max-age-too-long": ({ received }) => [
    `maxAge ${quote(received)} is longer than a day.`,
    "No browser keeps the answer to a preflight longer than 86400 seconds.",
  ],
  "self-origins-missing": () => [
    "refuseUnlisted is true, and selfOrigins is missing or empty.",
    "Without the site's own origins its own pages would be refused; they are never taken from the request.",
    "List the public origins under which this server is reached.",
  ],
  "self-origins-unused": () => [
    "selfOrigins is listed, and refuseUnlisted is not true.",
    "Only refuseUnlisted asks for it, so it has no effect.",
    "Add refuseUnlisted: true, or remove selfOrigins.",
  ],
  "self-origin-not-exact": ({ received }) => [
    `${quote(received)} is not one exact origin.`,
    "The site's own origins are known one by one; a pattern could let in more.",
    "List each origin exactly.",
  ],
  "refuse-unlisted-unused": () => [
    'refuseUnlisted is true, and allowOrigins is "*".',
    "Every origin is allowed, so none is ever refused.",
    "Remove refuseUnlisted, or list the origins.",
  ],
};

/** A list of names in a sentence ends here. */
const mostNames = 20;

function quoteReceived(received: Problem["received"]): string {
  const isKind =
    typeof received === "string" &&
    /^(?:an? (?:list|mapping|function|symbol|bigint|object .*)|nothing)$/.test(received);
  return isKind ? received.replace(/^./, (letter) => letter.toUpperCase()) : quote(received);
}

function listOf(names: readonly string[] = []): string {
  const more = names.length > mostNames ? [`and ${names.length - mostNames} more`] : [];
  return [...names.slice(0, mostNames).map(quote), ...more].join(", ");
}
