/** A page in a test: `fetch` as a browser carries it out for a page of an origin, in Node, over any server. */
export { assertAllowed, assertBlocked } from "./assertions.ts";
export { type Cookie, CookieJar } from "./cookie-jar.ts";
export { CorsError, type CorsErrorFacts, type CorsErrorReason } from "./cors-error.ts";
export { type FetchHandler, fetchHandler } from "./fetch-handler.ts";
export {
  type CorsMatchers,
  type ExpectedBlock,
  type ExpectedResponse,
  type MatcherResult,
  matchers,
  type Subject,
} from "./matchers.ts";
export { type NetworkOptions, network } from "./network.ts";
export { nodeListener } from "./node-listener.ts";
export { type PageOptions, page, type TestPage } from "./page.ts";
export type { Transport, WireRequest, WireResponse } from "./transport.ts";
