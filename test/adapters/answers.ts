import { afterAll, beforeAll, describe, expect, test } from "vitest";
import type { LoneRuleDocument } from "../../packages/cors/src/index.ts";
import { linesOf, send } from "../raw-http.ts";
import { corsLines } from "./cors-lines.ts";
import type { Running } from "./decision-table.ts";

export const app = "https://app.example.com";

/** The policy of a framework's application that has the routes of `holdAnswers`. */
export const appOnly: LoneRuleDocument = {
  allowOrigins: [app],
  allowCredentials: true,
  allowMethods: ["PUT"],
  allowHeaders: ["X-Token"],
  exposeHeaders: ["ETag"],
};

const grant = [
  "access-control-allow-credentials: true",
  `access-control-allow-origin: ${app}`,
  "access-control-expose-headers: ETag",
];
const permission = [
  "access-control-allow-credentials: true",
  "access-control-allow-headers: X-Token",
  "access-control-allow-methods: PUT",
  `access-control-allow-origin: ${app}`,
];

const preflight = { "Access-Control-Request-Method": "PUT" };
const asked = "Origin, Access-Control-Request-Method, Access-Control-Request-Headers";

/** Every way a handler answers: why, the request, its headers beside `Origin`, the status, the CORS headers, `Vary`. */
// biome-ignore format: one fact per line
const answers: readonly (readonly [why: string, requestLine: string, headers: Readonly<Record<string, string>>, status: number, set: readonly string[], vary: string])[] = [
  ["a text",                                            "GET /text",      {},                                      200, grant,      "Origin"],
  ["its head alone",                                    "HEAD /text",     {},                                      200, grant,      "Origin"],
  ["a text to a stranger",                              "GET /text",      { Origin: "https://evil.example" },      200, [],         "Origin"],
  ["a status of its own",                               "GET /created",   {},                                      201, grant,      "Origin"],
  ["nothing",                                           "GET /empty",     {},                                      204, grant,      "Origin"],
  ["a stream",                                          "GET /stream",    {},                                      200, grant,      "Origin"],
  ["a redirect",                                        "GET /redirect",  {},                                      302, grant,      "Origin"],
  ["an error that it throws",                           "GET /throws",    {},                                      500, grant,      "Origin"],
  ["an error that it throws, to a stranger",            "GET /throws",    { Origin: "https://evil.example" },      500, [],         "Origin"],
  ["an error that it throws later",                     "GET /rejects",   {},                                      500, grant,      "Origin"],
  ["a path that there is not",                          "GET /nothing",   {},                                      404, grant,      "Origin"],
  ["a method that there is not",                        "DELETE /nothing", {},                                     404, grant,      "Origin"],
  ["a Vary of its own",                                 "GET /vary",      {},                                      200, grant,      "Accept, Origin"],
  ["a Vary that has Origin",                            "GET /vary-origin", {},                                    200, grant,      "origin, Accept"],
  ["CORS headers of its own, replaced",                 "GET /own",       {},                                      200, grant,      "Origin"],
  ["CORS headers of its own, to a stranger",            "GET /own",       { Origin: "https://evil.example" },      200, [],         "Origin"],
  ["OPTIONS that is no preflight",                      "OPTIONS /text",  {},                                      200, grant,      "Origin"],
  ["a preflight",                                       "OPTIONS /text",  preflight,                               204, permission, asked],
  ["a preflight of a method that needs no permission",  "OPTIONS /text",  { "Access-Control-Request-Method": "GET" }, 204, permission, asked],
  ["a preflight for a path that there is not",          "OPTIONS /nothing", preflight,                             204, permission, asked],
  ["a preflight for a thousand headers",                "OPTIONS /text",  { ...preflight, "Access-Control-Request-Headers": "x-a,".repeat(1_000) }, 204, permission, asked],
  ["a preflight of a stranger",                         "OPTIONS /text",  { ...preflight, Origin: "https://evil.example" }, 403, [],  asked],
  ["a preflight of null",                               "OPTIONS /text",  { ...preflight, Origin: "null" },        403, [],         asked],
];

/**
 * Holds an adapter against the ways in which a framework's handlers answer. The application has the policy `appOnly` before
 * `/text` (OPTIONS too, with `Allow`), `/created`, `/empty`, `/stream`, `/redirect`, `/throws`, `/rejects`, `/vary` (Accept),
 * `/vary-origin` (origin, Accept) and `/own` (Access-Control-Allow-Origin: *, and Allow-Methods).
 */
export function holdAnswers(start: () => Promise<Running>): void {
  describe("whatever way a handler answers", () => {
    let server: Running;
    beforeAll(async () => {
      server = await start();
    });
    afterAll(() => server.close());

    test.each(answers)("%s (%s)", async (_why, requestLine, headers, status, set, vary) => {
      const response = await send(server.port, requestLine, Object.entries({ Origin: app, ...headers }));
      expect(response.status).toBe(status);
      expect(corsLines(response.headers)).toEqual(set);
      // One line, and no name twice. A framework may vary its redirects on more.
      const names = linesOf(response, "vary").join("\n").split(", ");
      expect(names).toEqual(expect.arrayContaining(vary.split(", ")));
      expect(new Set(names.map((name) => name.toLowerCase())).size).toBe(names.length);
      if (requestLine === "OPTIONS /text" && status === 200) expect(linesOf(response, "allow")).toEqual(["GET"]);
      if (requestLine === "GET /stream") expect(response.body).toContain("second");
    });
  });
}
