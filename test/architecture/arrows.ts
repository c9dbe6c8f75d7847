/**
 * Who may import whom: room → rooms. A room may always import itself; what is not here is forbidden. `types:` before a
 * room allows its types alone.
 */
export const arrows: Readonly<Record<string, readonly string[]>> = {
  // The library. `cors` is its door.
  cors: ["cors/http", "cors/policy", "cors/server"],
  "cors/http": [],
  "cors/policy": ["cors/http"],
  "cors/browser": ["cors/http"],
  "cors/server": ["cors/policy", "cors/http"],
  "cors/adapters": ["cors/server", "cors/policy", "cors/browser", "cors/http"],
  "cors/test": ["cors/browser", "cors/policy", "cors/http"],

  // The toolkit.
  "toolkit/policy-file": ["cors/policy", "cors/http"],
  "toolkit/config": ["cors/http", "cors/policy", "cors/server"],
  "toolkit/checks": ["cors/http", "cors/browser", "types:toolkit/config"],
  "toolkit/headers": ["toolkit/checks", "cors/http"],
  "toolkit/scan": ["toolkit/checks", "toolkit/headers", "cors/http", "cors/browser", "cors/policy", "cors/server"],
  // The scanner's plan and the simulated server: one list of questions for both.
  "toolkit/lint": ["toolkit/config", "toolkit/checks", "toolkit/scan", "cors/http", "cors/server", "cors/browser"],
  "toolkit/verify": ["toolkit/config", "cors/http", "cors/policy", "cors/server"],
  "toolkit/explain": ["toolkit/config", "toolkit/checks", "cors/http", "cors/browser"],
  // The guide: the engine, the generators and the checks, over what a person types.
  "toolkit/learn": [
    "toolkit/checks",
    "toolkit/config",
    "toolkit/policy-file",
    "toolkit/scan",
    "cors/http",
    "cors/browser",
    "cors/policy",
  ],
  // A report shows exchanges, whose types and accessors are the library's.
  "toolkit/report": ["toolkit/checks", "toolkit/headers", "types:toolkit/lint", "cors/http"],
  "toolkit/store": ["types:toolkit/report"],
  "toolkit/web": [
    "toolkit/report",
    "toolkit/checks",
    "types:toolkit/config",
    "types:toolkit/lint",
    "types:toolkit/explain",
    "toolkit/learn",
    "cors/http",
    "cors/browser",
    "cors/policy",
  ],
  "toolkit/demo": ["cors/http", "cors/policy", "cors/server", "cors/adapters"],
  "toolkit/api": ["toolkit/*", "cors/*"],
  "toolkit/cli": ["toolkit/*", "cors/*"],

  // The survey: the scanner, a million times. Its commands are the toolkit's: they take options and show progress alike.
  survey: ["survey/cli"],
  "survey/lists": ["toolkit/scan", "survey/store"],
  "survey/store": ["toolkit/store", "types:toolkit/scan"],
  "survey/gather": ["toolkit/scan", "survey/lists", "survey/store", "cors/http"],
  "survey/postgres": ["survey/gather", "survey/lists", "survey/store"],
  "survey/judge": ["toolkit/checks", "toolkit/headers", "toolkit/scan", "survey/store", "cors/http"],
  "survey/export": ["toolkit/report", "survey/store", "survey/judge"],
  "survey/statistics": ["survey/judge", "survey/store"],
  "survey/report": ["survey/statistics", "survey/export"],
  "survey/cli": ["toolkit/cli", "toolkit/report", "toolkit/scan", "survey/*"],
};

/** npm packages and `node:` modules, by room. Rooms that are not here import none: they are pure. */
export const dependencies: Readonly<Record<string, readonly string[]>> = {
  "cors/adapters": ["node:*"],
  "toolkit/config": ["saxes"],
  "cors/test": ["node:*"],
  "toolkit/policy-file": ["node:*", "yaml"],
  "toolkit/scan": ["node:*", "tldts"],
  "toolkit/headers": ["csp_evaluator", "htmlparser2", "structured-headers"],
  "toolkit/lint": ["node:*", "refa"],
  "toolkit/store": ["node:*"],
  "toolkit/verify": ["node:*"],
  "toolkit/web": ["hono", "marked", "node:crypto"],
  "toolkit/demo": ["node:*"],
  "toolkit/api": ["node:*", "hono", "@hono/node-server"],
  "toolkit/cli": ["node:*", "hono", "@hono/node-server", "yaml"],
  "survey/lists": ["node:*", "yauzl"],
  "survey/store": ["node:*"],
  "survey/gather": ["node:*"],
  "survey/judge": ["node:*"],
  "survey/postgres": ["node:*", "pg", "pg-boss"],
  "survey/export": ["@duckdb/node-api"],
  "survey/report": ["node:*"],
  "survey/cli": ["node:*"],
};

/** Rooms whose functions see no clock, chance, network or process: the caller passes those in. */
export const pureRooms: readonly string[] = [
  "cors/http",
  "cors/policy",
  "cors/server",
  "cors/browser",
  "toolkit/config",
  "toolkit/checks",
  "toolkit/headers",
];
