import { MessageChannel, type MessagePort, receiveMessageOnPort, Worker } from "node:worker_threads";
import type { NetworkOptions } from "./network.ts";
import type { WireRequest, WireResponse } from "./transport.ts";
import { wireExchange } from "./wire-exchange.ts";

/** A request with all that a worker can be handed. */
type Job = Pick<WireRequest, "method" | "url" | "headers"> & NetworkOptions & { readonly body: Uint8Array | null };
type Outcome =
  | { readonly response: Omit<WireResponse, "body"> & { readonly bytes: Uint8Array } }
  | { readonly why: string };

let worker: { readonly port: MessagePort; readonly signal: Int32Array } | null = null;

/**
 * One exchange over the network, while this thread stands still: what a synchronous XMLHttpRequest does to its page. A
 * worker makes it. A server in this thread cannot answer meanwhile.
 */
export function exchangeSynchronously(job: Job, timeout: number): Outcome {
  worker ??= startWorker();
  const { port, signal } = worker;
  Atomics.store(signal, 0, 0);
  const late = `no answer within ${timeout / 1000} s; a server in the page's own thread cannot answer a synchronous request`;
  port.postMessage({ ...job, timeout, late });
  Atomics.wait(signal, 0, 0, timeout + 1000);
  const received = receiveMessageOnPort(port);
  if (received !== undefined) return received.message as Outcome;
  worker = null;
  return { why: late };
}

function startWorker(): { port: MessagePort; signal: Int32Array } {
  const signal = new Int32Array(new SharedArrayBuffer(4));
  const { port1, port2 } = new MessageChannel();
  // As text, so that it runs from source, from the built package, and from a bundle alike.
  const program = `const wireExchange = ${wireExchange.toString()}; (${serve.toString()})(wireExchange, require);`;
  const thread = new Worker(program, { eval: true, workerData: { port: port2, signal }, transferList: [port2] });
  thread.unref();
  port1.unref();
  return { port: port1, signal };
}

/** What the worker runs. It refers to nothing outside itself. */
function serve(exchange: typeof wireExchange, load: NodeJS.Require): void {
  const { workerData } = load("node:worker_threads") as typeof import("node:worker_threads");
  const node = {
    dns: load("node:dns") as typeof import("node:dns"),
    net: load("node:net") as typeof import("node:net"),
    tls: load("node:tls") as typeof import("node:tls"),
  };
  const { port, signal } = workerData as { port: MessagePort; signal: Int32Array };
  port.on("message", async (job: Job & { timeout: number; late: string }) => {
    let outcome: Outcome;
    let timer: NodeJS.Timeout | undefined;
    let isLate = false;
    try {
      const head = await exchange(node, {
        ...job,
        onAbort: (abort) => {
          timer = setTimeout(() => {
            isLate = true;
            abort();
          }, job.timeout);
        },
      });
      const chunks: Uint8Array[] = [];
      for await (const chunk of head.chunks) chunks.push(chunk);
      const { status, statusText, headers } = head;
      outcome = { response: { status, statusText, headers, bytes: new Uint8Array(Buffer.concat(chunks)) } };
    } catch (error) {
      const why = error instanceof Error && error.message !== "" ? error.message : String(error);
      outcome = { why: isLate ? job.late : why };
    }
    clearTimeout(timer);
    port.postMessage(outcome);
    Atomics.store(signal, 0, 1);
    Atomics.notify(signal, 0);
  });
}
