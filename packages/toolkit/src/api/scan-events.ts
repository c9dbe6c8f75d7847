import type { Context } from "hono";
import { type SSEStreamingApi, streamSSE } from "hono/streaming";
import { answerRefusal } from "./answer-problem.ts";
import type { OpenStreams } from "./open-streams.ts";
import { unknownScan } from "./request-body.ts";
import type { ScanRegistry } from "./scan-registry.ts";

/** A comment is sent after so many milliseconds of silence, so that proxies keep the connection. */
const heartbeat = 15_000;

/**
 * The steps of a scan as server-sent events: `progress` with `{message, requests}`, then `done` with the result's address.
 * `Last-Event-ID` continues after that event; when nothing can follow it the answer is 204, which ends the client's attempts.
 *
 * https://html.spec.whatwg.org/multipage/server-sent-events.html
 */
export function scanEvents(
  context: Context,
  registry: ScanRegistry,
  id: string,
  streams: OpenStreams,
): Response | Promise<Response> {
  const scan = registry.get(id);
  if (scan === null) return unknownScan(context);
  const given = Number(context.req.header("last-event-id") ?? 0);
  let last = Number.isSafeInteger(given) && given > 0 ? given : 0;
  if (scan.status === "done" && registry.eventsAfter(id, last).length === 0) return context.body(null, 204);

  const leave = streams.enter(context.get("requester").key);
  if (typeof leave !== "function") return answerRefusal(context, leave);
  return streamSSE(context, async (stream) => {
    // A reader who leaves gives the place back at once, and not after the silence.
    stream.onAbort(leave);
    try {
      await follow(stream);
    } finally {
      leave();
    }
  });

  async function follow(stream: SSEStreamingApi): Promise<void> {
    while (!stream.aborted && registry.get(id) !== null) {
      const events = registry.eventsAfter(id, last);
      for (const event of events) {
        const data = event.type === "done" ? { location: `/api/v1/scans/${id}` } : event.progress;
        await stream.writeSSE({ id: String(event.id), event: event.type, data: JSON.stringify(data) });
        if (event.type === "done") return;
        last = event.id;
      }
      // What happened while the events above were written is found by the next turn.
      if (events.length > 0) continue;
      await registry.nextEvent(id, heartbeat);
      if (registry.eventsAfter(id, last).length === 0) await stream.write(": still here\n\n");
    }
  }
}
