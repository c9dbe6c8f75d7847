import type { HttpResponse } from "../http/exchange.ts";
import { getHeaderValues, type HeaderList } from "../http/header-list.ts";
import type { Profile } from "./departures.ts";

/** Headers of which two that differ could split a response: Chromium and Firefox give up on such a one. */
const singleHeaders: readonly string[] = ["content-length", "content-disposition", "location"];

/** Why an engine rejects a response for headers that contradict each other, or null. */
export function contradictingHeader(headers: HeaderList, { departures }: Profile): string | null {
  if (!departures.has("contradicting-headers-fail")) return null;
  for (const name of singleHeaders) {
    const values = new Set(getHeaderValues(headers, name));
    if (values.size > 1) return `the response has ${values.size} different ${name} headers`;
  }
  return null;
}

/** A response's headers as an engine keeps them. */
export function asParsed(response: HttpResponse, { departures }: Profile): HttpResponse {
  if (!departures.has("empty-duplicate-ignored")) return response;
  const { headers } = response;
  if (!headers.some(([, value]) => value === "")) return response;
  const kept = headers.filter(([name, value]) => value !== "" || isKept(name, headers));
  return { ...response, headers: kept };
}

/** An empty header adds nothing to another of its name; Access-Control-Allow-Origin is counted before that. */
function isKept(name: string, headers: HeaderList): boolean {
  if (name.toLowerCase() === "access-control-allow-origin") return true;
  return getHeaderValues(headers, name).every((value) => value === "");
}
