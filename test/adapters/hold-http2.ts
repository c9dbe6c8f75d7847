import { once } from "node:events";
import { connect, type IncomingHttpHeaders, type OutgoingHttpHeaders } from "node:http2";
import { expect, test } from "vitest";
import { app } from "./answers.ts";
import type { Running } from "./decision-table.ts";

/** Holds an adapter, before the application of `holdAnswers`, against HTTP/2 without TLS. */
export function holdHttp2(start: () => Promise<Running>): void {
  test("HTTP/2", async () => {
    const server = await start();
    const preflight = { ":method": "OPTIONS", ":path": "/text", "access-control-request-method": "PUT" };
    const vary = await answer(server.port, { ":path": "/vary", origin: app });
    const thrown = await answer(server.port, { ":path": "/throws", origin: app });
    const granted = await answer(server.port, { ...preflight, origin: app });
    const refused = await answer(server.port, { ...preflight, origin: "https://evil.example" });
    await server.close();

    expect(vary).toMatchObject({ ":status": 200, "access-control-allow-origin": app, vary: "Accept, Origin" });
    expect(thrown).toMatchObject({ ":status": 500, "access-control-allow-origin": app, vary: "Origin" });
    expect(granted).toMatchObject({ ":status": 204, "access-control-allow-methods": "PUT" });
    expect(refused[":status"]).toBe(403);
    expect(refused["access-control-allow-origin"]).toBeUndefined();
  });
}

async function answer(
  port: number,
  request: OutgoingHttpHeaders,
): Promise<IncomingHttpHeaders & { ":status"?: number }> {
  const session = connect(`http://127.0.0.1:${port}`);
  const stream = session.request(request, { endStream: true });
  const [headers] = await once(stream, "response");
  stream.resume();
  await once(stream, "end");
  session.close();
  return headers;
}
