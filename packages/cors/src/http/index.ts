/** HTTP as both halves see it: header lists, methods, origins, exchanges, responders. */
export {
  type AsyncResponder,
  type Exchange,
  type FailedAnswer,
  type HttpRequest,
  type HttpResponse,
  isResponse,
  type NetworkAnswer,
  type Responder,
} from "./exchange.ts";
export { extractHeaderListValues } from "./extract-header-list-values.ts";
export {
  containsHeader,
  getHeader,
  getHeaderValues,
  type Header,
  type HeaderList,
  normalizeHeaderValue,
  trimOptionalWhitespace,
  withoutHeader,
} from "./header-list.ts";
export { isCorsSafelistedMethod, isForbiddenMethod, normalizeMethod } from "./method.ts";
export { parseSerializedOrigin, type SerializedOrigin, serializeOrigin } from "./serialized-origin.ts";
export { isToken } from "./token.ts";
export { missingVaryMembers, variesOn, varyMembers } from "./vary.ts";
