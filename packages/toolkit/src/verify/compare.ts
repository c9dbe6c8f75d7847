import { corsResponseHeaderNames, type Decision, decide, type Policy } from "@crosscheck/cors";
import { getHeader, getHeaderValues, type HeaderList, varyMembers } from "@crosscheck/cors/http";
import { type RawResponse, send } from "./raw-http.ts";
import type { MatrixRequest } from "./request-matrix.ts";

export interface Comparison {
  readonly compared: number;
  /** Requests that the server itself rejects: only their freedom of grants was looked at. */
  readonly rejected: number;
  /** Differences that the generator announced, by the loss's name. */
  readonly lost: Readonly<Record<string, number>>;
  /** One sentence each. */
  readonly mismatches: readonly string[];
}

export interface Subject {
  /** The server with the generated configuration. */
  readonly port: number;
  /** The same site without it: what every answer is but for CORS. */
  readonly control: (request: MatrixRequest) => Promise<RawResponse>;
  /** Whether the server itself rejects what got this answer without CORS. */
  readonly rejects: (request: MatrixRequest, control: RawResponse) => boolean;
  /** The loss that explains a difference for this request, if one was announced. */
  readonly lossOf: (request: MatrixRequest, decision: Decision) => string | null;
}

/** Sends every request to the server and holds the answer against `decide`, header by header. */
export async function compare(
  policy: Policy,
  requests: readonly MatrixRequest[],
  subject: Subject,
): Promise<Comparison> {
  const mismatches: string[] = [];
  const lost: Record<string, number> = {};
  let rejected = 0;
  await inParallel(requests, async (request) => {
    const decision = decideOnBytes(policy, request);
    const [control, answer] = await Promise.all([subject.control(request), sendRaw(subject.port, request)]);
    const isRejected = subject.rejects(request, control);
    const differences = isRejected ? grantsIn(answer) : differencesFrom(decision, control, answer);
    if (isRejected) rejected++;
    if (differences.length === 0) return;
    const loss = subject.lossOf(request, decision);
    if (loss === null) mismatches.push(`${show(request)}: ${differences.join("; ")}`);
    else lost[loss] = (lost[loss] ?? 0) + 1;
  });
  return { compared: requests.length, rejected, lost, mismatches };
}

/** What a server rejects has no decision, and must have no grant. */
function grantsIn({ headers }: RawResponse): readonly string[] {
  const granted = corsResponseHeaderNames.filter((name) => getHeader(headers, name) !== null);
  return granted.map((name) => `${name} on a request that the server rejects`);
}

function differencesFrom(decision: Decision, control: RawResponse, answer: RawResponse): readonly string[] {
  const differences: string[] = [];
  const expect = (what: string, expected: unknown, found: unknown): void => {
    const [wanted, got] = [JSON.stringify(expected), JSON.stringify(found)];
    if (wanted !== got)
      differences.push(`${what} is ${got}, not ${wanted} (${decision.kind}, ${decision.reason.code})`);
  };

  const answersItself = decision.status !== undefined;
  expect("status", decision.status ?? control.status, answer.status);
  for (const name of corsResponseHeaderNames) {
    const passed = answersItself ? [] : getHeaderValues(control.headers, name);
    // What goes through may be joined into one line.
    if (decision.kind === "no-rule") expect(name, passed.join(", "), getHeaderValues(answer.headers, name).join(", "));
    else expect(name, getHeaderValues(decision.set, name), getHeaderValues(answer.headers, name));
  }
  // A server's own page may be compressed.
  const ownVary = answersItself ? ["Accept-Encoding"] : getHeaderValues(control.headers, "vary");
  const vary = varyNames(getHeaderValues(answer.headers, "vary"));
  expect("Vary", varyNames([...ownVary, ...decision.vary]), answersItself ? varyNames([...ownVary, ...vary]) : vary);
  if (answersItself) {
    if (decision.status === 204) expect("Content-Length", null, getHeader(answer.headers, "content-length"));
    return differences;
  }
  expect("the rest", otherNames(control.headers), otherNames(answer.headers));
  return differences;
}

function varyNames(lines: readonly string[]): readonly string[] {
  return varyMembers(lines)
    .map((name) => name.toLowerCase())
    .sort();
}

function otherNames(headers: HeaderList): readonly string[] {
  const ours = new Set([...corsResponseHeaderNames, "Vary"].map((name) => name.toLowerCase()));
  return headers
    .map(([name]) => name.toLowerCase())
    .filter((name) => !ours.has(name))
    .sort();
}

export function sendRaw(port: number, { method, target, headers, version }: MatrixRequest): Promise<RawResponse> {
  return send(port, `${method} ${target}`, headers, version);
}

/** A server sees bytes; `decide` takes each as one character. */
function decideOnBytes(policy: Policy, { method, target, headers }: MatrixRequest): Decision {
  return decide(policy, {
    method,
    target: bytes(target),
    headers: headers.map(([name, value]) => [name, bytes(value)] as const),
  });
}

function bytes(text: string): string {
  return Buffer.from(text, "utf8").toString("latin1");
}

function show({ method, target, headers, version }: MatrixRequest): string {
  const short = (text: string): string => (text.length > 120 ? `${text.slice(0, 120)}…` : text);
  return [
    method,
    short(target),
    `HTTP/${version ?? "1.1"}`,
    ...headers.map(([name, value]) => `${name}:${JSON.stringify(short(value))}`),
  ].join(" ");
}

async function inParallel<T>(items: readonly T[], work: (item: T) => Promise<void>): Promise<void> {
  const queue = items.values();
  const workers = Array.from({ length: 24 }, async () => {
    for (const item of queue) await work(item);
  });
  await Promise.all(workers);
}
