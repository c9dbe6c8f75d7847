import { getHeaderValues, type HeaderList, type HttpResponse } from "@crosscheck/cors/http";
import type { ArrivingRequest, Evaluated, HeaderOrigin } from "../simulation.ts";
import { inherited, nginxRegex, setting } from "./block.ts";
import { chooseServer, configurationOf, type NginxServer } from "./configuration.ts";
import type { NginxDirective } from "./directive.ts";
import { NotModelled } from "./not-modelled.ts";
import { processRequest, rejectRequest } from "./process-request.ts";
import { requestTarget } from "./request-target.ts";
import type { NginxWorld, State } from "./state.ts";
import { matchAndCapture } from "./variables.ts";

/** What an nginx with this configuration answers. */
export function evaluateNginx(
  directives: readonly NginxDirective[],
  world: NginxWorld,
): (request: ArrivingRequest) => Evaluated {
  const configuration = configurationOf(directives);
  return (request) => {
    try {
      const { response, origins } = answer(request);
      return { kind: "answer", response, origins };
    } catch (error) {
      if (error instanceof NotModelled) return { kind: "not modelled", why: error.message, place: error.place };
      throw error;
    }
  };

  function answer(request: ArrivingRequest): Answered {
    const byDefault = chooseServer(configuration, "", request.port, () => false);
    const line = `${request.method} ${request.target} HTTP/1.1`;
    const first = stateFor(byDefault, "", [], "", "", "");
    // Before the target is read there are no headers.
    if (line.length > largestHeader(byDefault) - 2) return answered(first, 414);
    if (!/^[A-Z_-]+$/.test(request.method)) return answered(first, 400);
    const target = requestTarget(request.target, { mergeSlashes: setting(byDefault.block, "merge_slashes") !== "off" });
    if (!target.ok) return answered(first, 400);

    const headers = accepted(request.headers, byDefault);
    const asked = target.host ?? hostOf(headers);
    const state = stateFor(byDefault, asked ?? "", headers, target.path, target.args, target.unparsed);
    if (headers.some(([name, value]) => name.length + value.length + 4 > largestHeader(byDefault))) {
      return answered(state, 400);
    }
    if (getHeaderValues(headers, "host").length !== 1 || asked === null) return answered(state, 400);
    state.server = chooseServer(configuration, asked, request.port, (source, server) => {
      const place = server.block.own.get("server_name")?.[0] ?? server.block.directive;
      if (place === null) return false;
      return matchAndCapture(nginxRegex(source, true, place), source, asked, state);
    });
    state.block = state.server.block;
    if (request.method === "TRACE" || request.method === "CONNECT") return answered(state, 405);
    return { response: processRequest(state), origins: state.origins };

    function stateFor(
      server: NginxServer,
      host: string,
      headers: HeaderList,
      uri: string,
      args: string,
      unparsedUri: string,
    ): State {
      return {
        configuration,
        world,
        request,
        headers,
        host,
        unparsedUri,
        server,
        block: server.block,
        method: request.method,
        uri,
        args,
        isRewritten: false,
        isInternal: false,
        uriChanges: 11,
        captures: [],
        variables: new Map(),
        errorStatus: null,
        isErrorPage: false,
        headersOut: [],
        status: 0,
        upstream: null,
        isProxied: false,
        origins: [],
        decidedAt: new Map(),
        chosenEntry: null,
        depth: 0,
      };
    }
  }
}

interface Answered {
  readonly response: HttpResponse;
  readonly origins: readonly HeaderOrigin[];
}

function answered(state: State, status: number): Answered {
  return { response: rejectRequest(state, status), origins: state.origins };
}

/** Names with odd characters are ignored, values lose the spaces around them (not tabs). */
function accepted(headers: HeaderList, { block }: NginxServer): HeaderList {
  const underscores = setting(block, "underscores_in_headers") === "on";
  const all = setting(block, "ignore_invalid_headers") === "off";
  return headers
    .filter(([name]) => all || (underscores ? /^[A-Za-z0-9_-]+$/ : /^[A-Za-z0-9-]+$/).test(name))
    .map(([name, value]) => [name, value.replace(/^ +| +$/g, "")] as const);
}

function largestHeader({ block }: NginxServer): number {
  const size = inherited(block, "large_client_header_buffers").at(-1)?.args[1] ?? "8k";
  const [, digits = "8192", unit = ""] = /^(\d+)([km]?)$/i.exec(size) ?? [];
  const factor = { "": 1, k: 1024, m: 1024 * 1024 }[unit.toLowerCase()] ?? 1;
  return Number(digits) * factor;
}

/** In lower case, without its port; null for one that is none. */
function hostOf(headers: HeaderList): string | null {
  const [value = ""] = getHeaderValues(headers, "host");
  const [, host] = /^([^:/\0[\]]*|\[[^\]]*\])(?::\d*)?$/.exec(value) ?? [];
  if (host === undefined || host.includes("..")) return null;
  return host.replace(/\.$/, "").toLowerCase();
}
