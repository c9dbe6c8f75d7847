import type { HeaderList } from "./header-list.ts";

/** A request as it goes on the wire. `url` is absolute; `method` is as sent, case kept. */
export interface HttpRequest {
  readonly method: string;
  readonly url: string;
  readonly headers: HeaderList;
}

/** The head of a response as it came off the wire. */
export interface HttpResponse {
  /** 0–999; a browser sees only 200–599 as a usable answer. */
  readonly status: number;
  readonly headers: HeaderList;
}

/** No HTTP response came: DNS, TLS, a refused or reset connection, a timeout, bytes that are not HTTP. */
export interface FailedAnswer {
  readonly kind: "failed";
  readonly why: string;
}

/** What a network gives back for a request. */
export type NetworkAnswer = HttpResponse | FailedAnswer;

/** Whether an answer is a response. */
export function isResponse(answer: NetworkAnswer): answer is HttpResponse {
  return "status" in answer;
}

/** A request and what came back for it. */
export interface Exchange {
  readonly request: HttpRequest;
  readonly response: NetworkAnswer;
}

/** What a server is to this project: a function from a request to a response. */
export type Responder = (request: HttpRequest) => NetworkAnswer;

/** A responder that has to wait: a live site. */
export type AsyncResponder = (request: HttpRequest) => NetworkAnswer | Promise<NetworkAnswer>;
