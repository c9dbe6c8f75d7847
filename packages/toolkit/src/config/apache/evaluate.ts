import { getHeader, type HeaderList, type HttpResponse } from "@crosscheck/cors/http";
import type { ArrivingRequest, Evaluated } from "../simulation.ts";
import type { Place } from "../source.ts";
import type { Directive } from "./directive.ts";
import { processRequest } from "./process-request.ts";
import { requestPath } from "./request-path-of.ts";
import { NotModelled, type RequestState } from "./request-state.ts";
import { errorAnswer } from "./send-answer.ts";
import { chooseServer, type Server, serversOf } from "./server-configuration.ts";
import { Table } from "./table.ts";
import type { World } from "./world.ts";

export type { ArrivingRequest, Evaluated };

/** What an Apache with this configuration answers. */
export function evaluateApache(
  directives: readonly Directive[],
  world: World,
): (request: ArrivingRequest) => Evaluated {
  const servers = serversOf(directives);
  const chosen = new Map<string, Server>();
  return (request) => {
    try {
      const headerPlaces = new Map<string, Place>();
      const response = answer(request, headerPlaces);
      return { kind: "answer", response, origins: [...headerPlaces].map(([name, place]) => ({ name, place })) };
    } catch (error) {
      if (error instanceof NotModelled) return { kind: "not modelled", why: error.message, place: error.place };
      throw error;
    }
  };

  function answer(
    { method, target, headers, scheme, port }: ArrivingRequest,
    headerPlaces: Map<string, Place>,
  ): HttpResponse {
    const parsed = requestPath(target);
    // `OPTIONS http://host` is `OPTIONS *` to Apache.
    const isWholeServer = target === "*" || (method === "OPTIONS" && /^[a-z]+:\/\/[^/]*(?:\?|$)/i.test(target));
    if (method === "TRACE" || method === "CONNECT" || isWholeServer) throw new NotModelled(`${method} ${target}`, null);
    const hostname = parsed.host ?? (getHeader(headers, "host") ?? "").replace(/:\d*$/, "");
    const server = serverFor(hostname, port);
    const state: RequestState = {
      server,
      requestLine: `${method} ${target} HTTP/1.1`,
      protocol: "HTTP/1.1",
      scheme,
      hostname,
      port: parsed.host === null ? port : (portOf(target) ?? (scheme === "https" ? 443 : 80)),
      method,
      uri: parsed.ok ? parsed.path : target,
      rawUri: parsed.ok ? parsed.raw : target,
      query: parsed.ok ? parsed.query : null,
      headersIn: requestTable(headers),
      filename: null,
      pathInfo: "",
      fileKind: "missing",
      status: 200,
      env: new Table(),
      notes: new Table(),
      headersOut: new Table(),
      errHeadersOut: new Table(),
      scopes: server.scopes,
      proxy: null,
      handler: null,
      headerPlaces,
      rewriteEnded: false,
      main: null,
      previous: null,
    };
    if (headers.some(([name, value]) => name.toLowerCase() === "expect" && !/^100-continue$/i.test(value))) {
      throw new NotModelled("a request with Expect", null);
    }
    if (!parsed.ok) return processBadTarget(state, parsed.status);
    if (target.length > 8_190) throw new NotModelled("a request line of more than 8190 bytes", null);
    return processRequest(state, world);
  }

  /** There may be thousands, and a configuration is asked the same ones again and again. */
  function serverFor(hostname: string, port: number): Server {
    const key = `${hostname}:${port}`;
    const known = chosen.get(key) ?? chooseServer(servers, hostname, port, "127.0.0.1");
    if (chosen.size < 1_000) chosen.set(key, known);
    return known;
  }

  function processBadTarget(state: RequestState, status: number): HttpResponse {
    if (state.server.scopes.some(({ directives }) => directives.some(({ key }) => key === "errordocument"))) {
      throw new NotModelled("the error document of a request that Apache rejects", null);
    }
    return errorAnswer(state, status);
  }
}

/** Lines of one name are one, as Apache reads them. */
function requestTable(headers: HeaderList): Table {
  const table = new Table();
  for (const [name, value] of headers) table.merge(name, value.replace(/^[ \t]+|[ \t]+$/g, ""));
  return table;
}

/** The port in an absolute target's authority. */
function portOf(target: string): number | null {
  const [, port] = /^[^:]+:\/\/[^/?#]*:(\d+)(?:[/?#]|$)/.exec(target) ?? [];
  return port === undefined ? null : Number(port);
}
