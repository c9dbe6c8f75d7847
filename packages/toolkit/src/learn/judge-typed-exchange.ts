import { type AddressSpace, type JudgeInput, judgeInEngines, type VerdictsByEngine } from "@crosscheck/cors/browser";
import { containsHeader, type HttpRequest, type NetworkAnswer, type Responder } from "@crosscheck/cors/http";
import { classifyAddress } from "../scan/address-guard.ts";
import { registrableDomain } from "../scan/registrable-domain.ts";
import { parseTypedHeaders, parseTypedResponse, type UnreadLine } from "./parse-typed-head.ts";
import { type Stage, stagesOf } from "./stages-of.ts";
import type { TypedExchange } from "./typed-exchange.ts";

/** What the four engines make of an exchange, and how the chosen one came to it. */
export interface JudgedExchange {
  readonly verdicts: VerdictsByEngine;
  readonly stages: readonly Stage[];
  readonly unread: readonly UnreadLine[];
}

/** A field in which nothing could be read, so that there is no verdict. */
export interface UnusableField {
  readonly field: "origin" | "url";
  readonly message: string;
}

/** Runs the browser model over an exchange as it was typed. */
export function judgeTypedExchange(typed: TypedExchange): JudgedExchange | UnusableField {
  const headers = parseTypedHeaders(typed.headers, "headers");
  const answer = parseTypedResponse(typed.answer, "answer");
  const preflight = typed.preflight.trim() === "" ? answer : parseTypedResponse(typed.preflight, "preflight");
  const after = parseTypedResponse(typed.after, "after");
  const stored = typed.stored.trim() === "" ? null : parseTypedResponse(typed.stored, "stored");
  const url = URL.parse(typed.url);
  if (url === null) {
    const message = `${JSON.stringify(typed.url)} is no absolute URL. Write one with its scheme: "https://api.example/items".`;
    return { field: "url", message };
  }

  const input: Omit<JudgeInput, "engine"> & { readonly responder: Responder } = {
    page: { origin: typed.origin },
    request: {
      url: typed.url,
      method: typed.method,
      headers: headers.headers,
      credentials: typed.credentials,
      mode: typed.mode,
      redirect: typed.redirect,
    },
    responder: (request) => {
      if (withoutFragment(request.url) !== withoutFragment(url.href)) return after.answer;
      return isPreflight(request) ? preflight.answer : answer.answer;
    },
    registrableDomain: (hostname) => registrableDomain(`https://${hostname}/`),
    addressSpace: (asked) => addressSpaceOf(new URL(asked).hostname),
    ...(stored === null ? {} : { httpCache: storedResponses(url.href, stored.answer) }),
  };
  let verdicts: VerdictsByEngine;
  try {
    verdicts = judgeInEngines(input);
  } catch (error) {
    // The one argument that is refused by throwing.
    if (error instanceof TypeError) return { field: "origin", message: error.message.replace(/^page\.origin: /, "") };
    throw error;
  }
  const unread = [headers, preflight, answer, after, ...(stored === null ? [] : [stored])].flatMap(
    (head) => head.unread,
  );
  return {
    verdicts,
    stages: stagesOf(input, verdicts[typed.engine]),
    unread: [...new Set(unread)],
  };
}

function isPreflight({ method, headers }: HttpRequest): boolean {
  return method === "OPTIONS" && containsHeader(headers, "access-control-request-method");
}

function withoutFragment(url: string): string {
  return url.split("#", 1)[0] as string;
}

/** It was stored for a visit that sent no Origin: the site's own page, an `<img>`. */
function storedResponses(url: string, answer: NetworkAnswer): NonNullable<JudgeInput["httpCache"]> {
  return "status" in answer ? [{ url: withoutFragment(url), requestHeaders: [], response: answer }] : [];
}

/** By what the URL spells out: a name is taken for a public one. */
function addressSpaceOf(hostname: string): AddressSpace {
  if (/(?:^|\.)localhost$/.test(hostname)) return "loopback";
  const address = classifyAddress(hostname.replace(/^\[|\]$/g, ""));
  if (address.network === "public" || address.kind === "not-an-address") return "public";
  return address.network === "loopback" ? "loopback" : "local";
}
