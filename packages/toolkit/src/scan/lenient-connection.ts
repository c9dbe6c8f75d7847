import { Agent } from "node:http";
import type { Duplex } from "node:stream";
import type { HttpRequest } from "@crosscheck/cors/http";
import { isFailure } from "./client-failure.ts";
import { ConnectionError } from "./connection-error.ts";
import type { Deadline } from "./deadline.ts";
import { exchange, type Outcome } from "./exchange.ts";
import type { ClientFailure } from "./http-client.ts";
import type { ScanTarget } from "./scan-target.ts";

/** One connection at a time by `node:http`, which forgives what servers get wrong. */
export interface LenientConnection {
  ask(target: ScanTarget, request: HttpRequest, deadline: Deadline, keepsBody: boolean): Promise<Outcome>;
  /** The same where the request went out already, on a connection that has its answer, or the beginning of it. */
  read(
    socket: Duplex,
    target: ScanTarget,
    request: HttpRequest,
    deadline: Deadline,
    keepsBody: boolean,
  ): Promise<Outcome>;
  /** A connection that is open and free, to begin with. */
  adopt(socket: Duplex): void;
  close(): void;
}

export function lenientConnection(
  open: (deadline: Deadline) => Promise<Duplex | ClientFailure>,
  maxHeaderBytes: number,
): LenientConnection {
  let spare: Duplex | null = null;
  let agent: Agent | null = null;

  function ask(target: ScanTarget, request: HttpRequest, deadline: Deadline, keepsBody: boolean): Promise<Outcome> {
    agent ??= new Agent({ keepAlive: true, maxSockets: 1 });
    agent.createConnection = (_options, callback) => {
      const opened = spare ?? open(deadline);
      spare = null;
      Promise.resolve(opened).then((socket) => {
        if (isFailure(socket)) callback?.(new ConnectionError(socket), undefined as unknown as Duplex);
        else callback?.(null, socket);
      });
      return undefined;
    };
    return exchange(agent, target, request, maxHeaderBytes, deadline, keepsBody);
  }

  return {
    ask,
    read: async (socket, target, request, deadline, keepsBody) => {
      spare = socket;
      const speakAgain = mute(socket);
      const outcome = await ask(target, request, deadline, keepsBody);
      speakAgain();
      return outcome;
    },
    adopt: (socket) => {
      spare = socket;
    },
    close: () => {
      spare?.destroy();
      agent?.destroy();
    },
  };
}

/** Sends nothing on a connection until the returned function is called, and says that it did. */
function mute(socket: Duplex): () => void {
  const swallow = (_bytes: unknown, encoding: unknown, done: unknown): boolean => {
    const callback = typeof encoding === "function" ? encoding : done;
    if (typeof callback === "function") process.nextTick(callback);
    return true;
  };
  Object.defineProperty(socket, "write", { value: swallow, configurable: true, writable: true });
  return () => {
    // Node.js may have put its own there when the other side ended.
    if (socket.write === swallow) Reflect.deleteProperty(socket, "write");
  };
}
