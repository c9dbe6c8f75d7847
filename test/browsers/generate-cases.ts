import type { PageRequest } from "../../packages/cors/src/browser/page-request.ts";
import type { HttpResponse } from "../../packages/cors/src/http/exchange.ts";
import type { BrowserCase, HopAnswers } from "./browser-case.ts";
import {
  base,
  drawFrame,
  drawHeaders,
  drawLocation,
  drawMethod,
  drawOrigin,
  type Families,
  type Mutation,
  mutated,
  redirect,
  sound,
  unsafe,
  vary,
} from "./draw.ts";
import { elementFamilies } from "./element-families.ts";
import { networkFamilies } from "./network-families.ts";
import { seededRandom } from "./random.ts";

/** Cases of every family in turn. The same seed and number give the same cases. */
export function generateCases(seed: number, count: number): readonly BrowserCase[] {
  const names = Object.keys(families);
  return Array.from({ length: count }, (_, index) => {
    const random = seededRandom(Math.imul(seed, 1_000_003) + index);
    const family = names[index % names.length] ?? "";
    const id = `k${seed.toString(36)}-${index}`;
    const make = families[family];
    if (make === undefined) throw new Error(`There is no family ${family}.`);
    return forFrame({ id, family, ...make(random, id) });
  });
}

/** Answers mean the origin that asks: the generators write `{page}` for it. */
function forFrame(one: BrowserCase): BrowserCase {
  if (one.frame === "page" || one.frame === "sandbox") return one;
  const self = one.frame === "local" ? "{pagelocal}" : "{pagesub}";
  const ofSelf = ({ status, headers }: HttpResponse): HttpResponse => ({
    status,
    headers: headers.map(([name, value]) =>
      namesOrigins.has(name) ? [name, value.replaceAll("{page}", self)] : [name, value],
    ),
  });
  const answers = Object.entries(one.answers).map(([hop, { preflight, actual }]) => [
    hop,
    { preflight: ofSelf(preflight), actual: ofSelf(actual) },
  ]);
  return { ...one, answers: Object.fromEntries(answers) };
}

const namesOrigins: ReadonlySet<string> = new Set(["Access-Control-Allow-Origin", "Timing-Allow-Origin"]);

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
  ...elementFamilies,
  ...networkFamilies,
};
