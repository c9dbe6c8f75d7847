/** What the HTTP API takes and answers, in full. https://spec.openapis.org/oas/v3.1.1 */
export const openApi: Readonly<Record<string, unknown>> = {
  openapi: "3.1.1",
  info: {
    title: "Crosscheck",
    version: "1",
    summary: "Scan a site's CORS, check a policy, generate and judge configurations.",
    description:
      "Errors are problem documents (RFC 9457). Requests from pages of other sites are refused. The address of a scan is the " +
      "only key to it: whoever has it can read the result. A server for others has quotas: 429 and 503 come with Retry-After.",
  },
  paths: {
    "/api/v1/scans": {
      post: {
        operationId: "startScan",
        summary: "Ask for a scan",
        requestBody: { required: true, content: json(ref("ScanRequest")) },
        responses: {
          202: {
            description: "Taken in. Its state is at Location.",
            headers: { Location: { schema: { type: "string" }, description: "/api/v1/scans/{id}" } },
            content: json(ref("RunningScan")),
          },
          400: problem("The body is no scan request; `errors` has every mistake."),
          403: problem("A page of another site sent it; or the site's owner asked not to be scanned."),
          413: problem("The body is larger than 16 KiB."),
          415: problem("The body is not application/json."),
          429: later(
            "A quota is used up: the requester's or the host's; or too many scans of the requester are not done.",
          ),
          503: later("Too many scans are waiting, or the server is being restarted."),
        },
      },
    },
    "/api/v1/scans/{id}": {
      get: {
        operationId: "getScan",
        summary: "The result, or how far the scan is",
        parameters: [idParameter(), formatParameter()],
        responses: {
          200: {
            description: "The result when it is there, in the format asked for; else the progress.",
            content: {
              ...json({ oneOf: [ref("ScanReport"), ref("RunningScan")] }),
              "application/sarif+json": { schema: { type: "object" } },
              "application/xml": { schema: { type: "string" } },
              "text/markdown": { schema: { type: "string" } },
              "text/html": { schema: { type: "string" } },
            },
          },
          400: problem("There is no such format."),
          404: problem("No such scan, or its result is no longer kept."),
        },
      },
    },
    "/api/v1/scans/{id}/events": {
      get: {
        operationId: "followScan",
        summary: "The steps of a scan, as server-sent events",
        description:
          "Events `progress` with {message, requests}, then one `done` with {location}. Ids count from 1; `Last-Event-ID` " +
          "continues after one.",
        parameters: [
          idParameter(),
          {
            name: "Last-Event-ID",
            in: "header",
            schema: { type: "integer", minimum: 0 },
            description: "The last id seen.",
          },
        ],
        responses: {
          200: { description: "The stream.", content: { "text/event-stream": { schema: { type: "string" } } } },
          204: { description: "The scan is done and nothing follows the given id." },
          404: problem("No such scan, or its result is no longer kept."),
          429: later("The requester follows too many scans at once."),
          503: later("Too many scans are followed at once."),
        },
      },
    },
    "/api/v1/scans/{id}/history": {
      get: {
        operationId: "getHistory",
        summary: "The results that are kept of the same address, newest first, and what changed",
        parameters: [idParameter()],
        responses: {
          200: { description: "Empty while the scan runs.", content: json(ref("History")) },
          404: problem("No such scan, or its result is no longer kept."),
        },
      },
    },
    "/api/v1/check": {
      post: textOperation("checkPolicy", "Check a policy's text", "CheckRequest", "PolicyCheck", {}),
    },
    "/api/v1/generate": {
      post: textOperation("generate", "A policy in a web server's configuration", "GenerateRequest", "Generated", {
        422: problem(
          "The policy has errors, with lines; or losses that are not accepted keep it from being generated; or it needs more " +
            "time or memory than is spent on one.",
        ),
      }),
    },
    "/api/v1/lint": {
      post: textOperation("lint", "Judge a configuration's text", "LintRequest", "LintReport", {}),
    },
    "/healthz": {
      get: {
        operationId: "getHealth",
        summary: "Whether the server takes scans in",
        responses: {
          200: { description: "It does.", content: json(ref("Health")) },
          503: { description: "It does not, as `status` says.", content: json(ref("Health")) },
        },
      },
    },
    "/api/v1/explain": {
      post: textOperation("explain", "Why a browser blocked a request, and the fix", "ExplainRequest", "Explanation", {
        413: problem("The evidence is larger than 4 MiB."),
      }),
    },
    "/api/openapi.json": {
      get: {
        operationId: "getOpenApi",
        summary: "This document",
        responses: { 200: { description: "OpenAPI 3.1.", content: json({ type: "object" }) } },
      },
    },
  },
  components: {
    schemas: {
      ScanRequest: object(
        {
          url: { type: "string", minLength: 1, maxLength: 2048, description: "A domain or a URL, as typed." },
          clearCache: { type: "boolean", default: false, description: "Ignore a stored result and scan now." },
          followRedirects: { type: "boolean", default: true, description: "False judges the first response." },
        },
        ["url"],
        false,
      ),
      RunningScan: object(
        {
          id: { type: "string" },
          status: { type: "string", enum: ["running"] },
          progress: object({ message: string(), requests: integer(), queued: boolean() }),
        },
        ["id", "status", "progress"],
      ),
      ScanReport: object(
        {
          schema: { type: "string", enum: ["crosscheck/scan@1"] },
          target: { type: "string", description: "The input exactly as given." },
          finalUrl: string(),
          scannedAt: { type: "string", format: "date-time" },
          cached: boolean(),
          cors: object({
            enabled: boolean(),
            headers: { type: "object", additionalProperties: array(string()), description: "Names in lower case." },
          }),
          verdict: { type: "string", enum: ["passed", "failed", "inconclusive"] },
          tests: array(ref("Test")),
          findings: array(ref("Finding")),
          redirects: array(object({ url: string(), status: integer(), location: string() })),
          notes: array(string()),
          error: object({ code: string(), message: string() }),
          requests: integer(),
          durationMs: { type: "number", minimum: 0 },
        },
        [
          "schema",
          "target",
          "finalUrl",
          "scannedAt",
          "cached",
          "cors",
          "verdict",
          "tests",
          "findings",
          "redirects",
          "notes",
          "requests",
          "durationMs",
        ],
      ),
      Test: object(
        {
          id: string(),
          verdict: { type: "string", enum: ["passed", "failed", "not-applicable", "inconclusive"] },
          cause: { type: "string", enum: ["unsafe", "broken"] },
          title: string(),
          summary: string(),
          why: string(),
          fix: { type: "object", additionalProperties: string(), description: "What to do, for each server." },
          spec: { type: "string", format: "uri" },
        },
        ["id", "title", "verdict", "summary"],
      ),
      Finding: object(
        {
          check: string(),
          title: string(),
          level: { type: "string", enum: ["vulnerable", "conditional", "write-only", "public", "broken", "info"] },
          severity: { type: "string", enum: ["critical", "high", "medium", "low", "info"] },
          attacker: { type: "string", enum: ["cross-site", "same-site", "network", "cache", "local", "none"] },
          url: string(),
          origin: { type: ["string", "null"] },
          message: string(),
          why: string(),
          state: { type: ["string", "null"] },
          fix: { type: "object", additionalProperties: string(), description: "By server; `general` always." },
          cwe: array(integer()),
          spec: string(),
          evidence: array(ref("Exchange")),
        },
        [
          "check",
          "title",
          "level",
          "severity",
          "attacker",
          "url",
          "origin",
          "message",
          "why",
          "state",
          "fix",
          "cwe",
          "spec",
          "evidence",
        ],
      ),
      History: object({
        schema: { type: "string", enum: ["crosscheck/history@1"] },
        scans: array(
          object({
            scannedAt: { type: "string", format: "date-time" },
            verdict: { type: "string", enum: ["passed", "failed", "inconclusive"] },
            findings: integer(),
            changes: {
              oneOf: [
                array(object({ kind: { type: "string", enum: ["test", "finding", "cors", "judged"] } })),
                { type: "null" },
              ],
              description: "From the one before; null for the oldest.",
            },
          }),
        ),
      }),
      Health: object({
        status: { type: "string", enum: ["ok", "shutting-down", "store-failed"] },
        running: integer(),
        queued: integer(),
      }),
      CheckRequest: object({ policy: policyText(), environment: string() }, ["policy"], false),
      GenerateRequest: object(
        {
          target: { type: "string", description: "A server, with its version if known: nginx or nginx@1.22." },
          policy: policyText(),
          environment: string(),
          accept: { ...array(string()), description: "Losses that grant more and are accepted, by name." },
        },
        ["target", "policy"],
        false,
      ),
      LintRequest: object(
        {
          text: { type: "string", description: "At most 512 KiB. What it includes is not read." },
          as: { type: "string", description: "nginx, apache, htaccess or web.config; absent to tell by the text." },
          file: { type: "string", maxLength: 1000, description: "A name for places in the result; never opened." },
        },
        ["text"],
        false,
      ),
      ExplainRequest: object(
        {
          text: { type: "string", description: "Whatever there is, several at once too; 4 MiB in all." },
          message: { type: "string", description: "A line of the browser's console." },
          har: { type: ["string", "object"], description: "An HTTP Archive, as its text or itself." },
          curl: { type: "string", description: "The output of curl -v." },
          url: { type: "string", description: "Which call is meant. It is not asked." },
          origin: { type: "string", description: "The page's." },
          method: string(),
          headers: ref("Headers"),
          credentials: { type: "string", enum: ["omit", "same-origin", "include"] },
        },
        [],
        false,
      ),
      Explanation: object({
        schema: { type: "string", enum: ["crosscheck/explain@1"] },
        cors: { type: "boolean", description: "Whether it is a matter of CORS at all." },
        causes: { ...array(string()), description: "Every cause that the evidence leaves, and no other." },
        answers: array(object({ cause: string(), title: string(), what: string() })),
        reason: string(),
        step: string(),
        spec: string(),
        hop: integer(),
        verdicts: {
          type: "object",
          additionalProperties: object({ type: string(), reason: string(), message: string() }, ["type"]),
          description: "By engine: standard, chromium, firefox, webkit.",
        },
        needs: { ...array(string()), description: "What to bring so that one cause is left." },
        fixes: array(object({ server: string(), text: string(), verified: boolean() })),
        summary: string(),
        evidence: array(string()),
        timeline: array({ type: "object" }),
        call: { oneOf: [{ type: "object" }, { type: "null" }] },
        problems: array(object({ place: string(), message: string() })),
        others: array(string()),
      }),
      PolicyProblem: object(
        {
          code: string(),
          severity: { type: "string", enum: ["error", "warning"] },
          line: { type: ["integer", "null"] },
          column: { type: ["integer", "null"] },
          path: array({ type: ["string", "integer"] }),
          suggestion: {},
          message: string(),
        },
        ["code", "severity", "line", "column", "message"],
      ),
      PolicyCheck: object({
        schema: { type: "string", enum: ["crosscheck/check@1"] },
        file: string(),
        environment: { type: ["string", "null"] },
        verdict: { type: "string", enum: ["passed", "failed"] },
        problems: array(ref("PolicyProblem")),
        rules: { oneOf: [array({ type: "object" }), { type: "null" }] },
        dangers: { oneOf: [array({ type: "object" }), { type: "null" }] },
      }),
      Generated: object({
        schema: { type: "string", enum: ["crosscheck/generate@1"] },
        target: string(),
        files: array(object({ name: string(), text: string() })),
        losses: array(
          object(
            {
              id: string(),
              ruleId: string(),
              effect: { type: "string", enum: ["widens", "narrows", "neither", "impossible"] },
              reachable: boolean(),
              message: string(),
            },
            ["id", "effect", "reachable", "message"],
          ),
        ),
        problems: array(ref("PolicyProblem")),
      }),
      LintReport: object({
        schema: { type: "string", enum: ["crosscheck/lint@1"] },
        files: array(
          object({
            file: string(),
            as: string(),
            verdict: { type: "string", enum: ["passed", "failed", "inconclusive"] },
            findings: array(ref("LintFinding")),
          }),
        ),
      }),
      LintFinding: object(
        {
          check: string(),
          level: { type: "string", enum: ["vulnerable", "conditional", "write-only", "public", "broken", "info"] },
          severity: { type: "string", enum: ["critical", "high", "medium", "low", "info"] },
          file: string(),
          line: integer(),
          column: integer(),
          message: string(),
          fix: string(),
          example: { type: "string", description: "An origin that it lets in." },
          request: { type: "string", description: "The request that shows it, as a line of curl." },
        },
        ["check", "level", "severity", "file", "line", "column", "message", "fix"],
      ),
      Exchange: object({
        request: object({ method: string(), url: string(), headers: ref("Headers") }),
        response: {
          oneOf: [
            object({ status: integer(), headers: ref("Headers") }),
            object({ kind: { type: "string", enum: ["failed"] }, why: string() }),
          ],
        },
      }),
      Headers: {
        ...array({ ...array(string()), minItems: 2, maxItems: 2 }),
        description: "Name and value, in the order sent, duplicates kept.",
      },
      Problem: object(
        {
          type: string(),
          title: string(),
          status: integer(),
          detail: string(),
          errors: array(
            object(
              {
                pointer: { type: "string", description: "JSON Pointer." },
                detail: string(),
                line: { type: "integer", description: "In a member that is a text, from 1." },
                column: integer(),
              },
              ["pointer", "detail"],
            ),
          ),
        },
        ["type", "title", "status", "detail"],
      ),
    },
  },
};

type Schema = Readonly<Record<string, unknown>>;

function string(): Schema {
  return { type: "string" };
}

function integer(): Schema {
  return { type: "integer" };
}

function boolean(): Schema {
  return { type: "boolean" };
}

function array(items: Schema): Schema {
  return { type: "array", items };
}

/** Every member is required unless told; members that are not named may be added later. */
function object(
  properties: Readonly<Record<string, Schema>>,
  required: readonly string[] = Object.keys(properties),
  additionalProperties = true,
): Schema {
  return { type: "object", properties, required, ...(additionalProperties ? {} : { additionalProperties }) };
}

function ref(name: string): Schema {
  return { $ref: `#/components/schemas/${name}` };
}

function json(schema: Schema): Schema {
  return { "application/json": { schema } };
}

function problem(description: string): Schema {
  return { description, content: { "application/problem+json": { schema: ref("Problem") } } };
}

/** With the time to come again. */
function later(description: string): Schema {
  const seconds = { schema: { type: "integer", minimum: 1 }, description: "Seconds." };
  return { ...problem(description), headers: { "Retry-After": seconds } };
}

function policyText(): Schema {
  return {
    type: ["string", "object"],
    description: "The text of a policy's file, YAML or JSON with comments, at most 512 KiB; or the document itself.",
  };
}

/** What is done with a text at once, and not kept. */
function textOperation(
  operationId: string,
  summary: string,
  request: string,
  answer: string,
  more: Readonly<Record<number, Schema>>,
): Schema {
  return {
    operationId,
    summary,
    requestBody: { required: true, content: json(ref(request)) },
    responses: {
      200: { description: "As the command prints it with --json.", content: json(ref(answer)) },
      400: problem("The body is not what this takes; `errors` has every mistake."),
      403: problem("A page of another site sent it."),
      413: problem("The text is larger than 512 KiB."),
      415: problem("The body is not application/json."),
      422: problem("The text needs more time or memory than is spent on one."),
      429: later("The requester's quota of texts is used up."),
      503: later("Too many texts are waiting."),
      ...more,
    },
  };
}

function formatParameter(): Schema {
  const schema = { type: "string", enum: ["json", "sarif", "junit", "markdown", "html"], default: "json" };
  return { name: "format", in: "query", schema, description: "How a finished result is written." };
}

function idParameter(): Schema {
  return { name: "id", in: "path", required: true, schema: { type: "string" } };
}
