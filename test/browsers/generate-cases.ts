import type { PageRequest } from "../../packages/cors/src/browser/page-request.ts";
import type { BrowserCase, HopAnswers } from "./browser-case.ts";
import { type Random, seededRandom } from "./random.ts";
import * as pools from "./value-pools.ts";

type Families = Readonly<Record<string, (random: Random, id: string) => Omit<BrowserCase, "id" | "family">>>;

/** Cases of every family in turn. The same seed and number give the same cases. */
export function generateCases(seed: number, count: number): readonly BrowserCase[] {
  const names = Object.keys(families);
  return Array.from({ length: count }, (_, index) => {
    const random = seededRandom(Math.imul(seed, 1_000_003) + index);
    const family = names[index % names.length] ?? "";
    const id = `k${seed.toString(36)}-${index}`;
    const make = families[family];
    if (make === undefined) throw new Error(`There is no family ${family}.`);
    return { id, family, ...make(random, id) };
  });
}

const families: Families = {
  "request-headers": (random, id) => {
    const steps = [{ ...base(random, id, "cors"), headers: drawHeaders(random, 1 + random.below(2)) }];
    return { frame: "page", steps, answers: { 0: sound(random, steps[0]) } };
  },
  methods: (random, id) => {
    const steps = [{ ...base(random, id, "cors"), ...drawMethod(random) }];
    return { frame: "page", steps, answers: { 0: mutated(random, steps[0], ["methods"]) } };
  },
  "allow-origin": (random, id) => {
    const steps = [base(random, id, "cors")];
    return { frame: drawFrame(random), steps, answers: { 0: mutated(random, steps[0], ["origin", "credentials"]) } };
  },
  "preflight-answer": (random, id) => {
    const steps = [unsafe(random, id)];
    const kinds = ["origin", "credentials", "methods", "headers", "preflight-status"] as const;
    return {
      frame: drawFrame(random),
      steps,
      answers: { 0: mutated(random, steps[0], [random.pick(kinds), random.pick(kinds)]) },
    };
  },
  "exposed-headers": (random, id) => {
    const steps = [base(random, id, "cors")];
    return { frame: "page", steps, answers: { 0: mutated(random, steps[0], ["expose", "status"]) } };
  },
  "preflight-cache": (random, id) => {
    const first = { ...unsafe(random, id), redirect: "follow" as const };
    const steps = [first, vary(random, first), vary(random, first)];
    return {
      frame: random.chance(0.1) ? "sandbox" : "page",
      steps,
      answers: { 0: mutated(random, first, ["max-age", random.pick(["headers", "methods", "max-age"])]) },
    };
  },
  redirects: (random, id) => {
    const request = random.chance(0.5)
      ? base(random, id, null)
      : { ...unsafe(random, id), url: `${drawOrigin(random)}/${id}/0` };
    const hops = 1 + random.below(3);
    const answers: Record<string, HopAnswers> = {};
    for (let hop = 0; hop < hops; hop++) answers[hop] = redirect(random, request, drawLocation(random, id, hop + 1));
    answers[hops] = random.chance(0.7) ? sound(random, request) : mutated(random, request, ["origin", "credentials"]);
    return { frame: drawFrame(random), steps: [request], answers };
  },
  "other-modes": (random, id) => {
    const mode = random.pick(["no-cors", "same-origin", "no-cors"] as const);
    const request: PageRequest = {
      ...base(random, id, null),
      mode,
      headers: drawHeaders(random, random.below(2)),
      ...(random.chance(0.3) ? drawMethod(random) : {}),
    };
    const corp = random.chance(0.4)
      ? [["Cross-Origin-Resource-Policy", random.pick(["same-origin", "same-site", "cross-origin", "x", ""])] as const]
      : [];
    const answer = mutated(random, request, random.chance(0.5) ? ["origin"] : []);
    return {
      frame: drawFrame(random),
      steps: [request],
      answers: { 0: { ...answer, actual: { ...answer.actual, headers: [...answer.actual.headers, ...corp] } } },
    };
  },
  xhr: (random, id) => {
    const request: PageRequest = {
      url: `${drawOrigin(random)}/${id}/0`,
      entryPoint: "xhr",
      ...drawMethod(random),
      credentials: random.pick(["same-origin", "include"] as const),
      headers: drawHeaders(random, random.below(2)),
      uploadListener: random.chance(0.5),
    };
    return {
      frame: drawFrame(random),
      steps: [request],
      answers: {
        0: mutated(random, request, random.chance(0.5) ? [random.pick(["origin", "methods", "headers"] as const)] : []),
      },
    };
  },
  random: (random, id) => {
    const request: PageRequest = {
      ...base(random, id, null),
      ...drawMethod(random),
      headers: drawHeaders(random, random.below(4)),
      mode: random.pick(["cors", "cors", "cors", "no-cors", "same-origin"] as const),
    };
    const answer = mutated(
      random,
      request,
      ["origin", "credentials", "methods", "headers", "expose"].filter(() => random.chance(0.4)) as Mutation[],
    );
    return { frame: drawFrame(random), steps: [request], answers: { 0: answer } };
  },
};

type Mutation = "origin" | "credentials" | "methods" | "headers" | "expose" | "max-age" | "status" | "preflight-status";

function drawFrame(random: Random): BrowserCase["frame"] {
  return random.chance(0.12) ? "sandbox" : "page";
}

function drawOrigin(random: Random): string {
  return random.pick(["{other}", "{other}", "{host}", "{page}"]);
}

function base(random: Random, id: string, mode: "cors" | null): PageRequest {
  const origin = mode === "cors" && random.chance(0.9) ? random.pick(["{other}", "{host}"]) : drawOrigin(random);
  return {
    url: `${origin}/${id}/0`,
    ...(random.chance(0.2) ? { method: "POST", hasBody: random.chance(0.5) } : {}),
    credentials: random.pick(["omit", "same-origin", "include", "include"] as const),
    ...(random.chance(0.1) ? { redirect: random.pick(["error", "manual"] as const) } : {}),
    ...(random.chance(0.1)
      ? { referrerPolicy: random.pick(["no-referrer", "same-origin", "origin", "unsafe-url"] as const) }
      : {}),
  };
}

function drawMethod(random: Random): Pick<PageRequest, "method" | "hasBody"> {
  const method = random.pick(pools.methods);
  return { method, hasBody: !/^(?:get|head)$/i.test(method) && random.chance(0.4) };
}

function drawHeaders(random: Random, count: number): [string, string][] {
  const names = Object.keys(pools.requestHeaderValues);
  return Array.from({ length: count }, () => {
    const name = random.chance(0.5) ? random.pick(names.slice(0, 5)) : random.pick(names);
    return [random.chance(0.2) ? name.toLowerCase() : name, random.pick(pools.requestHeaderValues[name] ?? [""])];
  });
}

function unsafe(random: Random, id: string): PageRequest {
  const headers: [string, string][] = [
    ["X-A", "1"],
    ["X-B", "2"],
    ["Content-Type", "application/json"],
    ["Authorization", "Bearer x"],
  ];
  const chosen = headers.filter(() => random.chance(0.4));
  const method = random.pick(["GET", "POST", "PUT", "DELETE", "PATCH", "patch", "HEAD"]);
  const url = `${random.pick(["{other}", "{host}"])}/${id}/0`;
  return {
    ...base(random, id, "cors"),
    url,
    method,
    hasBody: !/^(?:GET|HEAD)$/.test(method) && random.chance(0.5),
    headers: chosen.length === 0 ? [["X-A", "1"]] : chosen,
  };
}

function vary(random: Random, first: PageRequest): PageRequest {
  const change = random.below(6);
  if (change === 0) return { ...first, credentials: random.pick(["omit", "include"] as const) };
  if (change === 1) return { ...first, method: random.pick(["GET", "PUT", "DELETE"]), hasBody: false };
  if (change === 2) return { ...first, headers: [["x-b", "1"]] };
  if (change === 3) return { ...first, headers: [...((first.headers ?? []) as [string, string][]), ["x-c", "1"]] };
  if (change === 4) return { ...first, cache: random.pick(["no-store", "reload", "no-cache", "default"] as const) };
  return first;
}

function lines(name: string, values: readonly string[]): [string, string][] {
  return values.map((value) => [name, value]);
}

/** What lets the request through, mostly. */
function sound(random: Random, request: PageRequest | undefined): HopAnswers {
  return mutated(random, request, []);
}

function mutated(random: Random, request: PageRequest | undefined, mutations: readonly Mutation[]): HopAnswers {
  const has = (mutation: Mutation): boolean => mutations.includes(mutation);
  const names = ((request?.headers ?? []) as [string, string][])
    .map(([name]) => name.toLowerCase())
    .filter((name) => /^[!-9;-~]+$/.test(name));
  const list = names.length === 0 ? "x-z" : names.join(", ");
  const fill = (values: readonly string[]): string[] =>
    values.map((value) =>
      value
        .replace("{method}", request?.method ?? "GET")
        .replace("{names}", list)
        .replace("{NAMES}", list.toUpperCase()),
    );
  const origin = (): string[] =>
    has("origin")
      ? [...random.pick(pools.allowOrigin)]
      : [request?.credentials === "include" ? "{page}" : random.pick(["*", "{page}"])];
  const credentials = (): string[] =>
    has("credentials") ? [...random.pick(pools.allowCredentials)] : request?.credentials === "include" ? ["true"] : [];
  const common = (): [string, string][] => [
    ["Cache-Control", "no-store"],
    ...lines("Access-Control-Allow-Origin", origin()),
    ...lines("Access-Control-Allow-Credentials", credentials()),
  ];
  return {
    preflight: {
      status: has("preflight-status") ? random.pick(pools.preflightStatuses) : 204,
      headers: [
        ...common(),
        ...lines("Access-Control-Allow-Methods", fill(has("methods") ? random.pick(pools.allowMethods) : ["{method}"])),
        ...lines("Access-Control-Allow-Headers", fill(has("headers") ? random.pick(pools.allowHeaders) : ["{names}"])),
        ...lines("Access-Control-Max-Age", has("max-age") ? random.pick(pools.maxAge) : []),
      ],
    },
    actual: {
      status: has("status") ? random.pick(pools.statuses) : 200,
      headers: [
        ["Content-Type", "text/plain"],
        ["X-R", "1"],
        ["X-S", "2"],
        ...common(),
        ...lines("Access-Control-Expose-Headers", has("expose") ? random.pick(pools.exposeHeaders) : []),
      ],
    },
  };
}

function redirect(random: Random, request: PageRequest, location: readonly string[]): HopAnswers {
  const answers = mutated(random, request, random.chance(0.3) ? ["origin", "credentials"] : []);
  const status = random.pick(pools.redirectStatuses);
  const preflightRedirects = random.chance(0.08);
  return {
    preflight: preflightRedirects
      ? { status, headers: [...answers.preflight.headers, ...lines("Location", location)] }
      : answers.preflight,
    actual: { status, headers: [...answers.actual.headers, ...lines("Location", location)] },
  };
}

function drawLocation(random: Random, id: string, hop: number): readonly string[] {
  const path = `/${id}/${hop}`;
  if (random.chance(0.8)) return [`${drawOrigin(random)}${path}`];
  const odd = [
    [path],
    [`${hop}`],
    [`//${"{pagehost}"}${path}`],
    [],
    [""],
    [`http://user:pw@{pagehost}${path}`],
    [`http://user@{pagehost}${path}`],
    ["http://["],
    ["ftp://127.0.0.1/x"],
    ["data:text/plain,x"],
    [`{other}${path}#f`],
    [` {other}${path} `],
    [`{other}${path}`, `{other}${path}`],
    [`${path}?a=b c`],
    [`http://:@{pagehost}${path}`],
  ];
  return random.pick(odd);
}
