const fetchStandard = "https://fetch.spec.whatwg.org/";

/** The step of the standard behind the code of a reason, where no recording shows the step itself. */
// biome-ignore format: one reason per line
const steps: Readonly<Record<string, readonly [step: string, anchor: string]>> = {
  "acao-missing":               ["CORS check, step 2", "#concept-cors-check"],
  "acao-mismatch":              ["CORS check, step 4", "#concept-cors-check"],
  "acao-multiple":              ["CORS check, step 4", "#concept-cors-check"],
  "acao-invalid":               ["CORS check, step 4", "#concept-cors-check"],
  "acao-star-with-credentials": ["CORS check, step 4", "#concept-cors-check"],
  "acac-not-true":              ["CORS check, step 8", "#concept-cors-check"],
  "preflight-status":           ["CORS-preflight fetch, step 7", "#cors-preflight-fetch-0"],
  "preflight-redirect":         ["CORS-preflight fetch, step 7", "#cors-preflight-fetch-0"],
  "preflight-methods-parse":    ["CORS-preflight fetch, step 7.3", "#cors-preflight-fetch-0"],
  "preflight-headers-parse":    ["CORS-preflight fetch, step 7.3", "#cors-preflight-fetch-0"],
  "preflight-method":           ["CORS-preflight fetch, step 7.5", "#cors-preflight-fetch-0"],
  "preflight-header":           ["CORS-preflight fetch, step 7.7", "#cors-preflight-fetch-0"],
  "redirect-userinfo":          ["HTTP-redirect fetch, step 9", "#http-redirect-fetch"],
  "redirect-denied":            ["HTTP-redirect fetch, step 6", "#http-redirect-fetch"],
  "redirect-loop":              ["HTTP-redirect fetch, step 7", "#http-redirect-fetch"],
  "mode-same-origin":           ["main fetch, step 12", "#concept-main-fetch"],
  "scheme":                     ["main fetch, step 12", "#concept-main-fetch"],
  "bad-port":                   ["main fetch, step 7", "#concept-main-fetch"],
  "mixed-content":              ["main fetch, step 7", "#concept-main-fetch"],
  "content-security-policy":    ["main fetch, step 7", "#concept-main-fetch"],
  "unsafe-header":              ["CORS-safelisted response-header name", "#cors-safelisted-response-header-name"],
  "header-not-exposed":         ["CORS-safelisted response-header name", "#cors-safelisted-response-header-name"],
  "network":                    ["HTTP-network fetch", "#http-network-fetch"],
};

export function specOfReason(reason: string): { readonly step: string; readonly spec: string } {
  if (reason.startsWith("lna-") || reason === "local-network-access") {
    return { step: "Local Network Access check", spec: "https://wicg.github.io/local-network-access/" };
  }
  const [step, anchor] = steps[reason] ?? ["", ""];
  return { step, spec: anchor === "" ? "" : fetchStandard + anchor };
}
