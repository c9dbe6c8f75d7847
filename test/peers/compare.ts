import { type Breakage, breakages, type Expectation } from "../../facts/breakages.ts";
import { judgeAsync } from "../../packages/cors/src/browser/index.ts";
import { linesOf, type RawResponse, send } from "../raw-http.ts";
import { type Peer, peers } from "./peer-servers.ts";
import { wishOptions } from "./wish-options.ts";

/** Whether a library gets one class of breakage right; null where it cannot be asked for such a thing. */
type Answer = boolean | null;

export interface ComparedBreakage {
  readonly breakage: Breakage;
  readonly answers: ReadonlyMap<Peer["name"], Answer>;
}

/** Asks every library about every class of breakage, over HTTP. */
export async function compareLibraries(): Promise<readonly ComparedBreakage[]> {
  const rows: ComparedBreakage[] = [];
  for (const breakage of breakages) {
    const answers = new Map<Peer["name"], Answer>();
    for (const peer of peers) answers.set(peer.name, await ask(peer, breakage));
    rows.push({ breakage, answers });
  }
  return rows;
}

async function ask(peer: Peer, { wish, question }: Breakage): Promise<Answer> {
  const options = wishOptions(peer.name, wish);
  if (options === null) return null;
  const application = question.kind === "answers" ? question.requests.at(-1)?.application : undefined;
  let refusal = "";
  const started = await peer.start(options, application).catch((error: unknown) => {
    refusal = String(error);
    return null;
  });
  if (question.kind === "names every mistake" && started === null) {
    return question.words.every((word) => refusal.includes(word));
  }
  // What is refused when it is made does no harm, whatever the question.
  if (started === null) return true;
  try {
    if (question.kind === "refuses to start" || question.kind === "names every mistake") return false;
    if (question.kind === "nobody reads signed in") return !(await readsSignedIn(started.port, question.origin));
    if (question.kind === "keeps its options") return await keepsOptions(started.port, options);
    let last: RawResponse | undefined;
    for (const { line, headers = [] } of question.requests) last = await send(started.port, line, headers);
    return last !== undefined && holds(last, question.expect);
  } finally {
    await started.close();
  }
}

/** A page of an origin, in the browser model, with the user's cookies. */
async function readsSignedIn(port: number, origin: string): Promise<boolean> {
  const verdict = await judgeAsync({
    page: { origin },
    request: { url: "https://api.example.com/", credentials: "include" },
    responder: ({ method, headers }) => send(port, `${method} /`, headers),
  });
  return verdict.type === "allowed";
}

async function keepsOptions(port: number, options: Record<string, unknown>): Promise<boolean> {
  const origins = [options.origin, options.allowOrigins].find(Array.isArray) as unknown[] | undefined;
  origins?.push("https://evil.example");
  for (const key of ["origin", "allowOrigins"]) if (key in options) options[key] = "*";
  const { headers } = await send(port, "GET /", [["Origin", "https://evil.example"]]);
  return !headers.some(([name]) => name.toLowerCase() === "access-control-allow-origin");
}

function holds(response: RawResponse, expectation: Expectation): boolean {
  const { handlerRan, status, has = {}, hasNot = [], echoesNot, vary } = expectation;
  const members = linesOf(response, "vary").flatMap((line) => line.toLowerCase().split(/\s*,\s*/));
  const wanted = vary?.map((name) => name.toLowerCase());
  return [
    handlerRan === undefined || linesOf(response, "x-handler").includes("ran") === handlerRan,
    status === undefined || response.status === status,
    Object.entries(has).every(([name, value]) => {
      const lines = linesOf(response, name);
      return lines.length === 1 && lines[0] === value;
    }),
    hasNot.every((name) => linesOf(response, name).length === 0),
    echoesNot === undefined || !response.headers.some(([, value]) => value.includes(echoesNot)),
    wanted === undefined || (wanted.length === 0 ? !members.includes("origin") : isSet(members, wanted)),
  ].every(Boolean);
}

/** Whether a list has every wanted name, and none twice. */
function isSet(members: readonly string[], wanted: readonly string[]): boolean {
  return wanted.every((name) => members.includes(name)) && new Set(members).size === members.length;
}
