/** A JSON Schema, as data. */
export type Schema = { readonly [keyword: string]: unknown };

const name = "^[A-Za-z0-9][A-Za-z0-9._-]{0,63}$";
const token = "^[!#$%&'*+.^_`|~0-9A-Za-z-]+$";

const origin: Schema = {
  description:
    "An origin, as a browser sends it: scheme://host, and :port unless it is the scheme's own. The host may begin with *. for one or more labels before it, never the bare domain; the port may be *. No path and no trailing slash.",
  type: "string",
  maxLength: 300,
  pattern: "^(?:null|[a-z][a-z0-9+.-]*://[^\\s/?#@\\\\]+)$",
  examples: ["https://app.example.com", "https://*.example.com", "http://localhost:*"],
};

const originOrSet: Schema = {
  ...origin,
  description: `${origin.description} Or the name of an origin set, after a dollar sign.`,
  pattern: `^(?:\\$[A-Za-z0-9][A-Za-z0-9._-]{0,63}|null|[a-z][a-z0-9+.-]*://[^\\s/?#@\\\\]+)$`,
  examples: ["$apps", "https://app.example.com", "https://*.example.com"],
};

const maxAge: Schema = {
  anyOf: [
    { type: "integer", minimum: 0, maximum: 86_400 },
    { type: "string", pattern: "^[0-9]{1,10}[smhd]$" },
  ],
  examples: ["2h", "10m", "1d", 0, 3600],
};

const method: Schema = {
  type: "string",
  pattern: token,
  not: { enum: ["CONNECT", "TRACE", "TRACK"] },
  examples: ["PUT", "PATCH", "DELETE"],
};

const headerName: Schema = { type: "string", pattern: token };

/** `*`, or a list of names. */
function names(description: string, items: Schema, examples: readonly unknown[]): Schema {
  return { description, anyOf: [{ const: "*" }, { type: "array", items }], examples };
}

const danger: Schema = {
  description: "A risk taken on purpose, for a time.",
  type: "object",
  additionalProperties: false,
  required: ["allow", "reason", "expires"],
  properties: {
    allow: {
      description:
        "What is allowed. insecure-origin: with credentials, an http origin that is not loopback, or a scheme of an app. shared-suffix: with credentials, a pattern that covers hosts of other customers of a shared domain. null-origin: the origin null, which any website can have. local-origin: with credentials, a loopback or private address outside development.",
      enum: ["insecure-origin", "shared-suffix", "null-origin", "local-origin"],
    },
    reason: {
      description: "Why it is needed: a sentence, or the number of a ticket. It is printed by crosscheck check.",
      type: "string",
      pattern: "\\S",
      examples: ["kiosk browser, OPS-12"],
    },
    expires: {
      description: "The last day on which it holds, in UTC. After it, crosscheck check fails.",
      type: "string",
      format: "date",
      pattern: "^[0-9]{4}-[0-9]{2}-[0-9]{2}$",
      examples: ["2027-03-31"],
    },
  },
};

const ruleProperties: Readonly<Record<string, Schema>> = {
  id: {
    description: "The rule's name, once in a policy. It is printed in logs and in generated configurations.",
    type: "string",
    pattern: name,
    examples: ["api"],
  },
  path: {
    description:
      "The request paths it covers: literals, :name for any one segment, and /* at the end for everything below. A trailing slash does not count, and the query is not looked at. The first rule that covers a path decides.",
    type: "string",
    maxLength: 2000,
    pattern: "^/(?:[^*?#]*|(?:[^*?#]*/)?\\*)$",
    examples: ["/api/*", "/users/:id", "/health"],
  },
  allowOrigins: {
    description:
      'Whose pages may read the answers: "*" for any website, a list of origins and origin sets, or [] for none: an exception above a wider rule.',
    anyOf: [{ const: "*" }, { type: "array", items: originOrSet }],
    examples: [["https://app.example.com"], ["$apps"], "*", []],
  },
  allowCredentials: {
    description:
      'Whether pages may read answers to requests with cookies or other credentials, that is, as the signed-in user. Not together with "*" anywhere in the rule.',
    type: "boolean",
    default: false,
  },
  allowMethods: names(
    "The methods that pages may use. GET, HEAD and POST need no permission; listing them is harmless.",
    method,
    [["PUT", "DELETE"], "*"],
  ),
  allowHeaders: names(
    'The request headers that pages may set. Content-Type is needed for JSON. "*" does not stand for Authorization.',
    headerName,
    [["Content-Type", "X-CSRF-Token"], "*"],
  ),
  exposeHeaders: names(
    "The response headers that pages may read, beside the few that every page may: Cache-Control, Content-Language, Content-Length, Content-Type, Expires, Last-Modified, Pragma.",
    headerName,
    [["ETag"], "*"],
  ),
  maxAge: {
    description:
      "How long a browser may keep the answer to a preflight and send no other: seconds, or 90s, 10m, 2h, 1d; at most one day. 0 asks every time; without it browsers keep it for 5 seconds.",
    ...maxAge,
  },
  refuseUnlisted: {
    description:
      "Whether a request whose Origin is neither allowed nor one of selfOrigins is answered 403 before the application sees it. It breaks form posts from other sites, such as SAML, OIDC form_post and payments.",
    type: "boolean",
    default: false,
  },
  selfOrigins: {
    description: "The server's own public origins, exactly; needed with refuseUnlisted, which never refuses them.",
    type: "array",
    items: {
      type: "string",
      maxLength: 300,
      pattern: "^[a-z][a-z0-9+.-]*://[^\\s/?#@\\\\*]+$",
      examples: ["https://api.example.com"],
    },
  },
  danger: {
    description: "The risks of this rule that are taken on purpose. Without its entry, each is an error.",
    type: "array",
    items: danger,
  },
};

const listWithoutWildcard: Schema = { type: "array", not: { contains: { const: "*" } } };

/** What the keys of a rule ask of each other. */
const ruleConditions: readonly Schema[] = [
  {
    if: { required: ["allowCredentials"], properties: { allowCredentials: { const: true } } },
    // biome-ignore lint/suspicious/noThenProperty: a keyword of JSON Schema
    then: {
      properties: {
        allowOrigins: { type: "array" },
        allowMethods: listWithoutWildcard,
        allowHeaders: listWithoutWildcard,
        exposeHeaders: listWithoutWildcard,
      },
    },
  },
  {
    if: {
      required: ["refuseUnlisted"],
      properties: { refuseUnlisted: { const: true }, allowOrigins: { type: "array" } },
    },
    // biome-ignore lint/suspicious/noThenProperty: a keyword of JSON Schema
    then: { required: ["selfOrigins"], properties: { selfOrigins: { minItems: 1 } } },
  },
];

const environment: Schema = {
  description: "What one environment changes: origin sets and maxAge, never the rules.",
  type: "object",
  additionalProperties: false,
  properties: {
    development: {
      description: "Whether loopback and private-address origins are expected here, with credentials too.",
      type: "boolean",
      default: false,
    },
    originSets: {
      description: "Changes of origin sets, by name.",
      type: "object",
      propertyNames: { pattern: name },
      additionalProperties: {
        description: "What is done to the set: replaced first, then added to.",
        type: "object",
        additionalProperties: false,
        minProperties: 1,
        properties: {
          add: { description: "Origins that the set has here beside its own.", type: "array", items: origin },
          replace: { description: "Origins that the set has here instead of its own.", type: "array", items: origin },
        },
      },
    },
    maxAge: { description: "The maxAge of every rule here, instead of its own.", ...maxAge },
  },
};

const documentProperties: Readonly<Record<string, Schema>> = {
  version: { description: "The version of this format.", const: 1 },
  originSets: {
    description: "Named lists of origins. A rule uses one as $name.",
    type: "object",
    propertyNames: { pattern: name },
    additionalProperties: { description: "The origins of the set.", type: "array", items: origin },
  },
  rules: {
    description:
      "What each path answers. A rule is chosen by the path alone; the first that covers it decides, and where none does no CORS header is set or removed.",
    type: "array",
    items: {
      type: "object",
      additionalProperties: false,
      required: ["id", "path", "allowOrigins"],
      properties: ruleProperties,
      allOf: ruleConditions,
    },
  },
  environments: {
    description: "What is different in development, staging and so on. One is chosen with --environment.",
    type: "object",
    propertyNames: { pattern: name },
    additionalProperties: environment,
  },
};

/**
 * The JSON Schema of a policy file, for editors: what `parsePolicy` accepts, it accepts. What needs more than one place to
 * judge (a hidden rule, a name given twice, a risky origin) is left to `crosscheck check`. `npm run schema` writes it to
 * `schema/policy-v1.json`.
 *
 * https://json-schema.org/draft/2020-12
 */
export const policySchema: Schema = {
  $schema: "https://json-schema.org/draft/2020-12/schema",
  title: "A CORS policy",
  description: "Rules by path, or the keys of one rule alone, which then covers every path.",
  type: "object",
  additionalProperties: false,
  properties: { ...documentProperties, ...ruleProperties },
  allOf: ruleConditions,
  if: { required: ["rules"] },
  // biome-ignore lint/suspicious/noThenProperty: a keyword of JSON Schema
  then: { propertyNames: { enum: Object.keys(documentProperties) } },
  else: { required: ["allowOrigins"] },
};
