import { describeFix, describeVerdict } from "../browser/describe-verdict.ts";
import { fetchFromPage } from "../browser/fetch-from-page.ts";
import type { PageRequest } from "../browser/page-request.ts";
import type { Verdict } from "../browser/verdict.ts";
import { CorsError, type CorsErrorReason } from "./cors-error.ts";

/** The error for a verdict that is not "allowed". */
export function errorOf(verdict: Exclude<Verdict, { type: "allowed" }>, cause: unknown): CorsError {
  const message = describeVerdict(verdict);
  const { spec } = verdict;
  const shared = { spec, messages: {}, verdict };
  switch (verdict.type) {
    case "network error": {
      const { reason, step, hop, onPreflight, details } = verdict;
      const fix = describeFix(verdict);
      return new CorsError(
        message,
        { ...shared, messages: verdict.messages, reason, step, hop, onPreflight, details, fix },
        cause,
      );
    }
    case "API error": {
      const { reason } = verdict;
      const nothing = { step: "new Request()", hop: 0, onPreflight: false, details: {}, fix: verdict.message };
      return new CorsError(message, { ...shared, ...nothing, reason });
    }
    case "not modelled": {
      const { step, hop } = verdict;
      const fix = "Judge this step in a browser, or keep the request away from it.";
      return new CorsError(message, {
        ...shared,
        reason: "not-modelled",
        step,
        hop,
        onPreflight: false,
        details: {},
        fix,
      });
    }
  }
}

type LocalReason = Exclude<
  CorsErrorReason,
  NonNullable<Extract<Verdict, { reason: string }>>["reason"] | "not-modelled"
>;

interface LocalError {
  readonly what: string;
  readonly fix: string;
  readonly step: string;
  readonly anchor: string;
}

/** What fails outside of the model: caches, integrity, bodies. */
const localErrors: Readonly<Record<LocalReason, LocalError>> = {
  "not-cached": {
    what: 'Nothing is cached, and the request says cache: "only-if-cached".',
    fix: "Use another cache mode.",
    step: "HTTP-network-or-cache fetch, step 10.1",
    anchor: "#concept-http-network-or-cache-fetch",
  },
  "local-url-unreadable": {
    what: "The data: URL is not well formed, or the blob: URL leads to no Blob of this process.",
    fix: "Mend the URL, and use GET.",
    step: "scheme fetch, step 3",
    anchor: "#concept-scheme-fetch",
  },
  "integrity-mismatch": {
    what: "Blocked: the body of the response is not the one that the request's integrity names.",
    fix: "Update the digest, or find out who changes the body.",
    step: "main fetch, step 22",
    anchor: "#concept-main-fetch",
  },
  "keepalive-too-large": {
    what: "The bodies of requests with keepalive that are under way come to more than 64 KiB.",
    fix: "Send less, or send it without keepalive.",
    step: "HTTP-network-or-cache fetch, step 8.10",
    anchor: "#concept-http-network-or-cache-fetch",
  },
};

export function localError(reason: LocalReason, details: Readonly<Record<string, string>>): CorsError {
  const { what, fix, step, anchor } = localErrors[reason];
  return new CorsError(`${what} ${fix}`, {
    reason,
    step,
    spec: `https://fetch.spec.whatwg.org/${anchor}`,
    hop: 0,
    onPreflight: false,
    details,
    messages: {},
    fix,
    verdict: null,
  });
}

/** The error for a call that `new Request()` refused: the model's reason, where the model refuses it too. */
export function optionError(origin: string, url: string, init: RequestInit, error: TypeError): CorsError {
  const { method, headers, mode, credentials, redirect, cache } = init;
  const given = { method, headers, mode, credentials, redirect, cache };
  const asked = { url, hasBody: init.body != null, ...withoutUndefined(given) } as PageRequest;
  const first = fetchFromPage({ origin }, asked).next();
  if (first.done === true && first.value.type === "API error") return errorOf(first.value, error);
  return new CorsError(
    error.message,
    {
      reason: "option-invalid",
      step: "new Request()",
      spec: "https://fetch.spec.whatwg.org/#dom-request",
      hop: 0,
      onPreflight: false,
      details: {},
      messages: {},
      fix: error.message,
      verdict: null,
    },
    error,
  );
}

function withoutUndefined(record: Readonly<Record<string, unknown>>): Record<string, unknown> {
  return Object.fromEntries(Object.entries(record).filter(([, value]) => value !== undefined));
}
