import type { HeaderList, HttpResponse } from "@crosscheck/cors/http";
import { changeAnswer } from "./mod-headers.ts";
import type { RequestState } from "./request-state.ts";
import { Table } from "./table.ts";

/** An answer of a handler, whatever its status. */
export function normalAnswer(request: RequestState, status: number): HttpResponse {
  changeAnswer(request, "normal");
  return { status, headers: sent(request) };
}

/**
 * A canned error: what a handler set is gone, and the headers for errors are sent.
 *
 * https://github.com/apache/httpd/blob/2.4.62/modules/http/http_protocol.c#L1295
 */
export function errorAnswer(request: RequestState, status: number): HttpResponse {
  const location = request.headersOut.get("Location");
  request.status = status;
  // 204 has no body to start over for: what was set stays.
  if (status !== 204) {
    request.headersOut = request.errHeadersOut;
    request.errHeadersOut = new Table();
  }
  if (location !== null && status >= 300 && status < 400) request.headersOut.set("Location", location);
  if (status === 405 || status === 501) request.headersOut.set("Allow", "GET,POST,OPTIONS,HEAD,TRACE");
  changeAnswer(request, "error");
  return { status, headers: sent(request) };
}

/** Both tables; Vary on one line, every name once. */
function sent({ headersOut, errHeadersOut, env }: RequestState): HeaderList {
  const all = new Table([...errHeadersOut.list(), ...headersOut.list()]);
  if (env.has("force-no-vary")) {
    all.unset("Vary");
    return all.list();
  }
  const members: string[] = [];
  for (const [name, value] of all.list()) {
    if (name.toLowerCase() !== "vary") continue;
    for (const member of value.split(",").map((text) => text.trim())) {
      if (member !== "" && !members.some((known) => known.toLowerCase() === member.toLowerCase())) members.push(member);
    }
  }
  if (members.length > 0) all.set("Vary", members.join(", "));
  return all.list();
}
