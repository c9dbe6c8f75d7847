/** A problem document. https://www.rfc-editor.org/rfc/rfc9457#section-3.1 */
export interface ProblemDocument {
  /** `urn:crosscheck:problem:…`: public, never reused. */
  readonly type: string;
  /** The same for every occurrence of the type. */
  readonly title: string;
  readonly status: number;
  /** What, why, and what to do, this time. */
  readonly detail: string;
  /** Each mistake in a request's body. */
  readonly errors?: readonly BodyError[];
}

export interface BodyError {
  /** JSON Pointer of the member; empty for the whole body. */
  readonly pointer: string;
  readonly detail: string;
  /** In a member that is a text of lines, from 1. */
  readonly line?: number;
  readonly column?: number;
}

/** Every problem that this server answers with: status, then title. */
// biome-ignore format: one problem per line
const problems = {
  "bad-scan-request":       [400, "The scan request is not one"],
  "bad-request-body":       [400, "The body is not what this address takes"],
  "bad-query":              [400, "The address asks for what is not there"],
  "cross-site":             [403, "Requests from other sites are refused"],
  "opted-out":              [403, "This site is not scanned"],
  "unknown-scan":           [404, "There is no such scan"],
  "not-found":              [404, "There is nothing here"],
  "method-not-allowed":     [405, "This address does not take this method"],
  "body-too-large":         [413, "The body is too large"],
  "unsupported-media-type": [415, "The body is of another type"],
  "bad-policy":             [422, "The policy has errors"],
  "refused-losses":         [422, "The server cannot do what the policy says"],
  "text-too-hard":          [422, "The text took too long"],
  "requester-quota":        [429, "That is more than one may ask for"],
  "too-many-waiting":       [429, "Your scans are not done yet"],
  "too-many-streams":       [429, "You follow too many scans at once"],
  "host-quota":             [429, "This site is scanned as often as it may be"],
  "wrong-host":             [421, "This server has another name"],
  "internal":               [500, "Something broke on this server"],
  "too-many-scans":         [503, "Too many scans are waiting"],
  "too-busy":               [503, "This server has too much to do"],
  "shutting-down":          [503, "This server is being restarted"],
} as const;

export type ProblemCode = keyof typeof problems;
export type ProblemStatus = (typeof problems)[ProblemCode][0];

/** The status of a problem, typed for a response. */
export function problemStatus(code: ProblemCode): ProblemStatus {
  return problems[code][0];
}

export function problemDocument(code: ProblemCode, detail: string, errors?: readonly BodyError[]): ProblemDocument {
  const [status, title] = problems[code];
  return {
    type: `urn:crosscheck:problem:${code}`,
    title,
    status,
    detail,
    ...(errors === undefined ? {} : { errors }),
  };
}
