/** The steps of the algorithms that decide, in the standard's words, shortened. Pinned in SPEC.md. */
export interface SpecAlgorithm {
  readonly name: string;
  readonly spec: string;
  readonly steps: readonly (readonly [step: string, text: string])[];
}

const fetchStandard = "https://fetch.spec.whatwg.org/";

/** https://fetch.spec.whatwg.org/#concept-cors-check */
export const corsCheckSteps: SpecAlgorithm = {
  name: "CORS check",
  spec: `${fetchStandard}#concept-cors-check`,
  steps: [
    ["1", "Let origin be the value of Access-Control-Allow-Origin in the response."],
    ["2", "If there is none, return failure."],
    ["3", "If the credentials mode is not “include” and origin is *, return success."],
    ["4", "If the request’s origin is not origin, byte for byte, return failure."],
    ["5", "If the credentials mode is not “include”, return success."],
    ["6", "Let credentials be the value of Access-Control-Allow-Credentials in the response."],
    ["7", "If credentials is true, return success."],
    ["8", "Return failure."],
  ],
};

/** https://fetch.spec.whatwg.org/#cors-preflight-fetch-0, from step 7 on */
export const preflightSteps: SpecAlgorithm = {
  name: "CORS-preflight fetch",
  spec: `${fetchStandard}#cors-preflight-fetch-0`,
  steps: [
    ["7", "The CORS check succeeds, and the status is 200 to 299. Otherwise, return a network error."],
    ["7.3", "Access-Control-Allow-Methods and Access-Control-Allow-Headers are lists that can be read."],
    ["7.5", "The method is listed, or needs no permission, or is covered by * without credentials."],
    ["7.6", "Authorization, if it is sent, is listed by name: * does not cover it."],
    ["7.7", "Each header that needs permission is listed, or covered by * without credentials."],
  ],
};

/** https://fetch.spec.whatwg.org/#concept-http-redirect-fetch */
export const redirectSteps: SpecAlgorithm = {
  name: "HTTP-redirect fetch",
  spec: `${fetchStandard}#concept-http-redirect-fetch`,
  steps: [
    ["5", "Location is a URL that can be read."],
    ["6", "Its scheme is http or https."],
    ["7", "There were fewer than 20 redirects."],
    ["9", "In mode “cors” it has no user name or password in it, unless it is the page’s own origin."],
    ["10", "After a cross-origin hop it has none, whatever the origin."],
    ["11", "The body can be sent again, if it has to be."],
  ],
};
