import type { ClientFailure } from "./http-client.ts";

/** A failure on its way through the HTTP agent, which passes on nothing but errors. */
export class ConnectionError extends Error {
  readonly failure: ClientFailure;

  constructor(failure: ClientFailure) {
    super(failure.why);
    this.failure = failure;
  }
}
