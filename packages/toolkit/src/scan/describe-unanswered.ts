import { failure } from "./client-failure.ts";
import type { Deadline } from "./deadline.ts";
import type { ClientFailure } from "./http-client.ts";
import type { ScanTarget } from "./scan-target.ts";

/** Nobody needs more than a `100` and a few `103`; a server that goes on is playing. */
export const maxInterimResponses = 16;

export function describeSilence({ authority }: ScanTarget, deadline: Deadline): ClientFailure {
  const why = `${authority} accepted the connection and did not answer ${deadline.inTime()}. Try again later, or allow more time with --deadline.`;
  return failure("timeout", why);
}

export function describeInterim({ authority }: ScanTarget, interim: number): ClientFailure {
  return failure(
    "not-http",
    `${authority} sent ${interim} interim (1xx) responses and no final one. Check the server.`,
  );
}

export function describeFlood({ authority }: ScanTarget, bytes: number): ClientFailure {
  const why = `${authority} sent ${Math.floor(bytes / 1024)} KiB without the head of a response. Check the server.`;
  return failure("headers-too-large", why);
}

export function describeLongHead({ authority }: ScanTarget, maxHeaderBytes: number): ClientFailure {
  return failure(
    "headers-too-large",
    `${authority} answers with more than ${maxHeaderBytes / 1024} KiB of headers. Browsers have limits too: make them fewer or shorter.`,
  );
}

/** More bytes than a head can need: the slack is one read, which may hold a whole head and the start of its body. */
export function isFlood(bytes: number, maxHeaderBytes: number): boolean {
  return bytes > 2 * maxHeaderBytes + 64 * 1024;
}
