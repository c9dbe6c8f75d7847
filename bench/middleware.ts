import { IncomingMessage, ServerResponse } from "node:http";
import { Socket } from "node:net";
import { cors } from "@crosscheck/cors/node";
import expressCors from "cors";
import { listedOrigins } from "./decide.ts";
import type { Group, Row } from "./run.ts";

type Middleware = (request: IncomingMessage, response: ServerResponse, next: () => void) => void;

const socket = new Socket();

const listed = { credentials: true, methods: ["PUT"], allowedHeaders: ["Content-Type"], maxAge: 7_200 };
const other = "cors 2.8.6";

/** The middleware alone, up to the head being written, on Node's own request and response objects without a network. */
export function middlewareBench(): readonly Group[] {
  return [1, 1_000, 100_000].flatMap((count) => {
    const origins = listedOrigins(count);
    const set = new Set(origins);
    const ours = cors({
      allowOrigins: origins,
      allowCredentials: true,
      allowMethods: ["PUT"],
      allowHeaders: ["Content-Type"],
      maxAge: 7_200,
    });
    const theirs = expressCors({ ...listed, origin: origins }) as Middleware;
    const counted = `${count} origin${count === 1 ? "" : "s"}`;
    return [
      { what: "allowed", method: "GET", origin: origins.at(-1) ?? "" },
      { what: "not allowed", method: "GET", origin: "https://nobody.example" },
      { what: "preflight", method: "OPTIONS", origin: origins.at(-1) ?? "" },
    ].map(({ what, method, origin }) => ({
      title: `middleware alone, ${what}, ${counted}`,
      rows: [
        row("by hand: a Set, the same headers, the same late merge", method, origin, byHand(set)),
        {
          ...row("@crosscheck/cors/node", method, origin, ours),
          mark: { ratio: 1.3, ...(count === 1 ? { noSlowerThan: other } : {}) },
        },
        row(other, method, origin, theirs),
      ],
    }));
  });
}

/**
 * The floor: a look-up, the same headers on the same answers, and `Vary` merged when the head is written. It looks at
 * headers that are parsed already, which a server's first look has to pay for.
 */
function byHand(origins: ReadonlySet<string>): Middleware {
  return (request, response, next) => {
    const { origin } = request.headers;
    const allowed = origin !== undefined && origins.has(origin);
    if (request.method === "OPTIONS" && origin !== undefined && request.headers["access-control-request-method"]) {
      if (allowed) {
        response.setHeader("Access-Control-Allow-Origin", origin);
        response.setHeader("Access-Control-Allow-Credentials", "true");
        response.setHeader("Access-Control-Allow-Methods", "PUT");
        response.setHeader("Access-Control-Allow-Headers", "Content-Type");
        response.setHeader("Access-Control-Max-Age", "7200");
      }
      response.setHeader("Vary", "Origin, Access-Control-Request-Method, Access-Control-Request-Headers");
      response.statusCode = allowed ? 204 : 403;
      response.end();
      return;
    }
    const { writeHead } = response;
    response.writeHead = ((status: number) => {
      if (allowed) {
        response.setHeader("Access-Control-Allow-Origin", origin);
        response.setHeader("Access-Control-Allow-Credentials", "true");
      }
      const before = response.getHeader("Vary");
      response.setHeader("Vary", before === undefined ? "Origin" : `${String(before)}, Origin`);
      return writeHead.call(response, status);
    }) as typeof response.writeHead;
    next();
  };
}

function row(name: string, method: string, origin: string, middleware: Middleware): Row {
  const preflight = method === "OPTIONS";
  return {
    name,
    operation: () => {
      const request = new IncomingMessage(socket);
      request.method = method;
      request.url = "/items";
      request.rawHeaders = ["Host", "api.example", "Origin", origin];
      request.headers = { host: "api.example", origin };
      if (preflight) {
        request.rawHeaders.push("Access-Control-Request-Method", "PUT");
        request.headers["access-control-request-method"] = "PUT";
      }
      const response = new ServerResponse(request);
      middleware(request, response, () => response.writeHead(200));
    },
  };
}
