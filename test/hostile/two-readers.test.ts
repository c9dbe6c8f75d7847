import { Agent } from "node:http";
import { expect, test } from "vitest";
import { isFailure } from "../../packages/toolkit/src/scan/client-failure.ts";
import { startDeadline } from "../../packages/toolkit/src/scan/deadline.ts";
import { exchange, type Outcome } from "../../packages/toolkit/src/scan/exchange.ts";
import { originConnection } from "../../packages/toolkit/src/scan/origin-connection.ts";
import { scanTarget } from "../../packages/toolkit/src/scan/scan-target.ts";
import { seededRandom } from "../browsers/random.ts";
import { serve } from "./farm.ts";
import { request } from "./servers.ts";

// The connection reads plain answers itself and leaves the odd ones to node:http: what it makes of an answer must be what
// node:http makes of it, whichever of the two that is.

const answers: readonly string[] = [
  "HTTP/1.1 200 OK\r\nA: 1\r\nVary: Origin\r\nContent-Length: 2\r\n\r\nok",
  "HTTP/1.1 200 OK\r\nAccess-Control-Allow-Origin: *\r\nTransfer-Encoding: chunked\r\n\r\n2\r\nok\r\n0\r\n\r\n",
  "HTTP/1.1 301 Moved Permanently\r\nLocation: /x\r\nConnection: close\r\n\r\nover there",
  "HTTP/1.1 204 No Content\r\nA:\t1 \r\n\r\n",
  "HTTP/1.1 304 Not Modified\r\nETag: x\r\nContent-Length: 20\r\n\r\n",
  "HTTP/1.0 404 Not Found\r\nA: \xe9\r\n\r\ngone",
  "HTTP/1.1 103 Early Hints\r\nLink: x\r\n\r\nHTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\nok",
];
// biome-ignore format: what servers get wrong
const pieces = ["\r", "\n", "\r\n", "\r\n\r\n", "\0", "\x01", " ", "\t", ":", ": ", ",", "é", "\xff", "0", "9", "99", "-1", "+", "HTTP/1.1 ", "HTTP/1.1 200 OK\r\n\r\n", "A: 1\r\n", "\r\n folded", "Content-Length: 2\r\n", "Content-Length: 3\r\n", "Transfer-Encoding: chunked\r\n", "Transfer-Encoding: gzip\r\n", "Connection: close\r\n", "Connection: keep-alive, Upgrade\r\nUpgrade: h2c\r\n", "Keep-Alive: timeout=5\r\n", "x".repeat(700)];
const cases = 500;
const maxHeaderBytes = 1_024;

function mutated(seed: number): { readonly text: string; readonly split: number } {
  const random = seededRandom(seed);
  let text = random.pick(answers);
  for (let times = random.below(4); times > 0; times--) {
    // Most of what goes wrong goes wrong in the head's lines.
    const at = random.chance(0.5) ? random.below(text.length) : text.indexOf("\r\n", random.below(text.length)) + 2;
    const rest = random.chance(0.6) ? at : at + 1 + random.below(3);
    text = text.slice(0, at) + random.pick(pieces) + text.slice(rest);
  }
  return { text, split: random.chance(0.3) ? random.below(text.length) : 0 };
}

test(`${cases} odd answers are read alike by both`, { timeout: 120_000 }, async () => {
  const server = await serve({
    asked: (socket, head) => {
      const { text, split } = mutated(Number(/\/(\d+)/.exec(head)?.[1]));
      socket.setNoDelay(true);
      if (split > 0) socket.write(text.slice(0, split), "latin1");
      setTimeout(() => socket.end(text.slice(split), "latin1"), split > 0 ? 2 : 0);
    },
  });
  let plain = 0;
  let failed = 0;
  for (let seed = 0; seed < cases; seed++) {
    const asked = request(server, `/${seed}`);
    const target = scanTarget(asked.url, { allowPrivate: true });
    if (isFailure(target)) throw new Error(target.why);
    const deadline = startDeadline(5_000);
    const agent = new Agent({ keepAlive: true });
    const connection = originConnection(target, ["127.0.0.1"], { insecure: false, maxHeaderBytes, http2: false });
    for (const keepsBody of [false, true]) {
      const ours = await surely(() => connection.ask(target, asked, deadline, keepsBody));
      const theirs = await surely(() => exchange(agent, target, asked, maxHeaderBytes, deadline, keepsBody));
      const known = mutated(seed);
      // Of an answer in two pieces, node:http quotes in its sentence the piece that it could not read.
      const whole = known.split === 0 || !isFailure(ours.answer);
      expect(ours.answer, JSON.stringify(known)).toEqual(
        whole ? theirs.answer : { ...theirs.answer, why: expect.any(String) },
      );
      if (isFailure(ours.answer)) failed++;
      else plain++;
    }
    connection.close();
    agent.destroy();
    deadline.cancel();
  }
  // Both kinds are met.
  expect(plain).toBeGreaterThan(cases / 2);
  expect(failed).toBeGreaterThan(cases / 10);
});

/** As the client does: a kept connection may be closed just then, and says nothing of the answer. */
async function surely(ask: () => Promise<Outcome>): Promise<Outcome> {
  for (;;) {
    const outcome = await ask();
    await outcome.idle;
    if (!outcome.reused || !isFailure(outcome.answer)) return outcome;
  }
}
