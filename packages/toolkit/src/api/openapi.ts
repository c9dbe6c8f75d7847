/** What the HTTP API takes and answers, in full. https://spec.openapis.org/oas/v3.1.1 */
export const openApi: Readonly<Record<string, unknown>> = {
  openapi: "3.1.1",
  info: {
    title: "Crosscheck",
    version: "1",
    summary: "Scan a site's CORS.",
    description: "Errors are problem documents (RFC 9457). Requests from pages of other sites are refused.",
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
          403: problem("A page of another site sent it."),
          413: problem("The body is larger than 16 KiB."),
          415: problem("The body is not application/json."),
          503: {
            ...problem("Too many scans are waiting."),
            headers: { "Retry-After": { schema: { type: "integer" }, description: "Seconds." } },
          },
        },
      },
    },
    "/api/v1/scans/{id}": {
      get: {
        operationId: "getScan",
        summary: "The result, or how far the scan is",
        parameters: [idParameter()],
        responses: {
          200: {
            description: "The result when it is there, else the progress.",
            content: json({ oneOf: [ref("ScanReport"), ref("RunningScan")] }),
          },
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
        },
      },
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
          errors: array(object({ pointer: { type: "string", description: "JSON Pointer." }, detail: string() })),
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

function idParameter(): Schema {
  return { name: "id", in: "path", required: true, schema: { type: "string" } };
}
