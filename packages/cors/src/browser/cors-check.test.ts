import { describe, expect, test } from "vitest";
import type { HeaderList } from "../http/header-list.ts";
import { corsCheck } from "./cors-check.ts";

const app = "https://app.example";

/** Access-Control-Allow-Origin headers, then Access-Control-Allow-Credentials headers. */
function headers(allowOrigin: readonly string[], allowCredentials: readonly string[] = []): HeaderList {
  return [
    ...allowOrigin.map((value) => ["Access-Control-Allow-Origin", value] as const),
    ...allowCredentials.map((value) => ["access-control-allow-credentials", value] as const),
  ];
}

describe("Access-Control-Allow-Origin", () => {
  // biome-ignore format: one fact per line
  const facts = [
    ["no header is failure",                             app,    "omit",        [],                                "acao-missing"],
    ["the origin itself",                                app,    "omit",        [app],                             "ok"],
    ["a wildcard opens anonymous reads",                 app,    "omit",        ["*"],                             "ok"],
    ["a wildcard opens same-origin credentials",         app,    "same-origin", ["*"],                             "ok"],
    ["a wildcard never opens credentials",               app,    "include",     ["*"],                             "acao-star-with-credentials"],
    ["a wildcard opens an opaque origin",                "null", "omit",        ["*"],                             "ok"],
    ["null is an opaque origin's own value",             "null", "omit",        ["null"],                          "ok"],
    ["null is not another page's",                       app,    "omit",        ["null"],                          "acao-mismatch"],
    ["Null is not null",                                 "null", "omit",        ["Null"],                          "acao-invalid"],
    ["another origin",                                   app,    "omit",        ["https://other.example"],         "acao-mismatch"],
    ["another scheme",                                   app,    "omit",        ["http://app.example"],            "acao-mismatch"],
    ["another port",                                     app,    "omit",        ["https://app.example:8443"],      "acao-mismatch"],
    ["a default port is another string",                 app,    "omit",        ["https://app.example:443"],       "acao-mismatch"],
    ["a trailing slash is another string",               app,    "omit",        ["https://app.example/"],          "acao-mismatch"],
    ["a path is another string",                         app,    "omit",        ["https://app.example/a"],         "acao-mismatch"],
    ["upper case is another string",                     app,    "omit",        ["https://APP.example"],           "acao-mismatch"],
    ["a trailing dot is another string",                 app,    "omit",        ["https://app.example."],          "acao-mismatch"],
    ["a prefix is another string",                       app,    "omit",        ["https://app.exampl"],            "acao-mismatch"],
    ["a bare host is no origin",                         app,    "omit",        ["app.example"],                   "acao-invalid"],
    ["a pattern is a URL   ",                           app,    "omit",        ["https://*.example"],             "acao-mismatch"],
    ["a quoted origin is none",                          app,    "omit",        ['"https://app.example"'],         "acao-invalid"],
    ["true is no origin",                                app,    "omit",        ["true"],                          "acao-invalid"],
    ["an empty value is no origin",                      app,    "omit",        [""],                              "acao-invalid"],
    ["two stars are no star",                            app,    "omit",        ["**"],                            "acao-invalid"],
    ["the header twice, even with the same value",       app,    "omit",        [app, app],                        "acao-multiple"],
    ["the header twice, once as a wildcard",             app,    "omit",        ["*", app],                        "acao-multiple"],
    ["the wildcard twice",                               app,    "omit",        ["*", "*"],                        "acao-multiple"],
    ["the header twice, once empty",                     app,    "omit",        [app, ""],                         "acao-multiple"],
    ["a list with commas",                               app,    "omit",        ["https://app.example, https://b"], "acao-multiple"],
    ["a list with commas and no spaces",                 app,    "omit",        ["https://app.example,https://b"], "acao-multiple"],
    ["a list with spaces, as RFC 6454 once had it",      app,    "omit",        ["https://app.example https://b"], "acao-multiple"],
    ["a wildcard in a list",                             app,    "omit",        ["*, https://app.example"],        "acao-multiple"],
    ["a trailing comma",                                 app,    "omit",        ["https://app.example,"],          "acao-multiple"],
  ] as const;

  test.each(facts)("%s", (_why, origin, credentialsMode, allowOrigin, expected) => {
    const result = corsCheck(origin, credentialsMode, headers(allowOrigin));
    expect(result.ok ? "ok" : result.reason).toBe(expected);
  });

  test("a header name is compared without regard to case", () => {
    expect(corsCheck(app, "omit", [["ACCESS-control-ALLOW-origin", app]])).toEqual({ ok: true });
  });
});

describe("Access-Control-Allow-Credentials", () => {
  // biome-ignore format: one fact per line
  const facts = [
    ["true lets credentials through",                   "include",     ["true"],         "ok"],
    ["none does not",                                   "include",     [],               "acac-not-true"],
    ["TRUE does not",                                   "include",     ["TRUE"],         "acac-not-true"],
    ["True does not",                                   "include",     ["True"],         "acac-not-true"],
    ["false does not",                                  "include",     ["false"],        "acac-not-true"],
    ["1 does not",                                      "include",     ["1"],            "acac-not-true"],
    ["an empty value does not",                         "include",     [""],             "acac-not-true"],
    ["true twice does not",                             "include",     ["true", "true"], "acac-not-true"],
    ["true with an empty second header does not",       "include",     ["true", ""],     "acac-not-true"],
    ["true in quotes does not",                         "include",     ['"true"'],       "acac-not-true"],
    ["nobody asks when credentials are omitted",        "omit",        ["false"],        "ok"],
    ["nobody asks when they are for the same origin",   "same-origin", [],               "ok"],
  ] as const;

  test.each(facts)("%s", (_why, credentialsMode, allowCredentials, expected) => {
    const result = corsCheck(app, credentialsMode, headers([app], allowCredentials));
    expect(result.ok ? "ok" : result.reason).toBe(expected);
  });
});

describe("what a failure says", () => {
  // biome-ignore format: one fact per line
  const facts = [
    ["a missing header: what was expected",      "omit",    [],        [],       "step 2", { expected: app }],
    ["a mismatch: both values",                  "omit",    ["null"],  [],       "step 4", { expected: app, received: "null" }],
    ["several headers: as they are combined",    "omit",    ["*", app], [],      "step 4", { expected: app, received: `*, ${app}` }],
    ["credentials: what came",                   "include", [app],     ["TRUE"], "step 8", { expected: "true", received: "TRUE" }],
    ["no credentials header: nothing came",      "include", [app],     [],       "step 8", { expected: "true" }],
  ] as const;

  test.each(facts)("%s", (_why, credentialsMode, allowOrigin, allowCredentials, step, details) => {
    expect(corsCheck(app, credentialsMode, headers(allowOrigin, allowCredentials))).toMatchObject({
      ok: false,
      step: `CORS check, ${step}`,
      spec: "https://fetch.spec.whatwg.org/#concept-cors-check",
      details,
    });
  });
});
