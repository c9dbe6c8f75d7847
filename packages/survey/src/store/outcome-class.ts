/** What became of a target. Kept apart, because each says something else about the site, or about the survey. */
export type OutcomeClass =
  | "answered"
  | "http-error" // an answer with a status of 400 or more
  | "bot-wall" // a challenge or a refusal of robots stands before the site
  | "no-such-name"
  | "name-server-failure"
  | "private-address"
  | "opted-out"
  | "refused"
  | "unreachable"
  | "reset"
  | "tls"
  | "timeout"
  | "not-http"
  | "not-scannable"; // the target itself: a port or a scheme that is not asked

/** Each in words, for people. */
export const classWords: Readonly<Record<OutcomeClass, string>> = {
  answered: "answered",
  "http-error": "answered with an HTTP error",
  "bot-wall": "answered with a wall against robots",
  "no-such-name": "no such name",
  "name-server-failure": "its name server failed",
  "private-address": "its name leads to a private address",
  "opted-out": "opted out",
  refused: "refused the connection",
  unreachable: "no way there",
  reset: "broke the connection",
  tls: "no TLS, or no valid certificate",
  timeout: "did not answer in time",
  "not-http": "answered in something that is not HTTP",
  "not-scannable": "not a site that is asked",
};

/** The classes in which a site gave an HTTP answer that can be judged. */
export const answeredClasses: readonly OutcomeClass[] = ["answered", "http-error", "bot-wall"];
