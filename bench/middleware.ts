import { IncomingMessage, ServerResponse } from "node:http";
import { Socket } from "node:net";
import { cors } from "@crosscheck/cors/node";
import expressCors from "cors";
import { listedOrigins } from "./decide.ts";
import type { Group, Row } from "./run.ts";

type Middleware = (request: IncomingMessage, response: ServerResponse, next: () => void) => void;

const socket = new Socket();

/** The middleware alone, up to the head being written, on Node's own request and response objects without a network. */
export function middlewareBench(): readonly Group[] {
  return [1, 1_000, 100_000].map((count) => {
    const origins = listedOrigins(count);
    const origin = origins.at(-1) ?? "";
    const options = { credentials: true, methods: ["PUT"], allowedHeaders: ["Content-Type"] };
    const set = new Set(origins);
    return {
      title: `middleware alone, actual request, ${count} origin${count === 1 ? "" : "s"}`,
      rows: [
        row("three headers by hand, after a Set lookup", origin, byHand(set)),
        row(
          "@crosscheck/cors/node",
          origin,
          cors({ allowOrigins: origins, allowCredentials: true, allowMethods: ["PUT"] }),
        ),
        row("cors 2.8.6", origin, expressCors({ ...options, origin: origins }) as Middleware),
      ],
    };
  });
}

/** The floor: the same headers on an actual request, with nothing checked and no late merge. */
function byHand(origins: ReadonlySet<string>): Middleware {
  return (request, response, next) => {
    const { origin } = request.headers;
    response.setHeader("Vary", "Origin");
    if (origin !== undefined && origins.has(origin)) {
      response.setHeader("Access-Control-Allow-Origin", origin);
      response.setHeader("Access-Control-Allow-Credentials", "true");
    }
    next();
  };
}

function row(name: string, origin: string, middleware: Middleware): Row {
  return {
    name,
    operation: () => {
      const request = new IncomingMessage(socket);
      request.method = "GET";
      request.url = "/items";
      request.rawHeaders = ["Host", "api.example", "Origin", origin];
      request.headers = { host: "api.example", origin };
      const response = new ServerResponse(request);
      middleware(request, response, () => response.writeHead(200));
    },
  };
}
