import type { PageRequest } from "../../packages/cors/src/browser/page-request.ts";
import type { HopAnswers } from "./browser-case.ts";
import {
  base,
  drawFrame,
  drawHeaders,
  drawLocation,
  drawMethod,
  drawOrigin,
  type Families,
  mutated,
  redirect,
} from "./draw.ts";
import type { Random } from "./random.ts";
import * as pools from "./value-pools.ts";

/** What the network and the caches around CORS have a part in. */
export const networkFamilies: Families = {
  "odd-status": (random, id) => {
    let step: PageRequest = {
      ...base(random, id, null),
      mode: random.pick(["cors", "cors", "no-cors"] as const),
      redirect: random.pick(["follow", "follow", "follow", "error", "manual"] as const),
      ...(random.chance(0.3) ? { headers: [["X-A", "1"]] } : {}),
    };
    const answer = mutated(random, step, random.chance(0.2) ? ["origin"] : []);
    const status = random.pick(pools.oddStatuses);
    // What a browser makes of a connection that ends depends on what else went over it. (408, which Chromium answers by
    // asking again where the connection is not new, is not drawn for that.)
    if (status >= 100 && status <= 199) step = { ...step, url: `{once}/${id}/0` };
    const isPreflights = step.headers !== undefined && random.chance(0.5);
    const answers: HopAnswers = isPreflights
      ? { ...answer, preflight: { ...answer.preflight, status } }
      : { ...answer, actual: { ...answer.actual, status } };
    return { frame: drawFrame(random), steps: [step], answers: { 0: answers } };
  },
  streams: (random, id) => {
    const step: PageRequest = {
      ...base(random, id, null),
      method: random.pick(["POST", "PUT", "POST", "GET"]),
      hasBody: false,
      streamBody: true,
      mode: random.pick(["cors", "cors", "cors", "no-cors"] as const),
    };
    const answer = mutated(random, step, random.chance(0.3) ? [random.pick(["origin", "methods", "headers"])] : []);
    const answers: Record<string, HopAnswers> = { 0: answer };
    if (random.chance(0.2)) {
      answers[0] = redirect(random, step, [`${drawOrigin(random)}/${id}/1`]);
      answers[1] = answer;
    }
    return { frame: drawFrame(random), steps: [step], answers };
  },
  "other-mode-redirects": (random, id) => {
    const step: PageRequest = {
      ...base(random, id, null),
      mode: random.pick(["no-cors", "no-cors", "same-origin"] as const),
      ...(random.chance(0.3) ? drawMethod(random) : {}),
      headers: drawHeaders(random, random.below(2)),
      redirect: random.pick(["follow", "follow", "follow", "error", "manual"] as const),
    };
    const answers: Record<string, HopAnswers> = {};
    const hops = 1 + random.below(3);
    for (let hop = 0; hop < hops; hop++) {
      const { preflight, actual } = redirect(random, step, drawLocation(random, id, hop + 1));
      const policy = random.chance(0.1) ? [["Referrer-Policy", random.pick(pools.referrerPolicies)] as const] : [];
      const corp = drawResourcePolicy(random, 0.1);
      answers[hop] = { preflight, actual: { ...actual, headers: [...actual.headers, ...policy, ...corp] } };
    }
    const { preflight, actual } = mutated(random, step, []);
    answers[hops] = {
      preflight,
      actual: { ...actual, headers: [...actual.headers, ...drawResourcePolicy(random, 0.2)] },
    };
    return { frame: drawFrame(random), steps: [step], answers };
  },
  sites: (random, id) => {
    const step: PageRequest = {
      url: `${random.pick(["{page}", "{other}", "{host}", "{six}", "{sub}", "{sibling}"])}/${id}/0`,
      mode: "no-cors",
      credentials: random.pick(["omit", "same-origin", "include"] as const),
      ...(random.chance(0.2) ? { method: "POST" } : {}),
    };
    const { preflight, actual } = mutated(random, step, []);
    const headers = [...actual.headers, ...drawResourcePolicy(random, 0.8)];
    const frame = random.pick(["page", "sandbox", "local", "sub"] as const);
    return { frame, steps: [step], answers: { 0: { preflight, actual: { ...actual, headers } } } };
  },
  "http-cache": (random, id) => {
    const url = `${random.pick(["{other}", "{host}", "{page}"])}/${id}/0`;
    const credentials = random.pick(["same-origin", "include"] as const);
    const asked: PageRequest = { url, credentials };
    const step = (): PageRequest => ({ ...asked, mode: random.pick(["cors", "no-cors"] as const) });
    const { preflight, actual } = mutated(random, asked, []);
    const isShared = random.chance(0.8);
    const kept = actual.headers.filter(([name]) => isShared || name !== "Access-Control-Allow-Origin");
    const headers = kept.map(([name, value]): readonly [string, string] => {
      if (name === "Content-Type") return [name, "image/svg+xml"];
      return name === "Cache-Control" ? [name, "max-age=600"] : [name, value];
    });
    const vary = random.chance(0.5)
      ? ([["Vary", random.pick(["Origin", "origin, accept-encoding", "*", "X-A"])]] as const)
      : [];
    const answer = { preflight, actual: { status: 200, headers: [...headers, ...vary] } };
    return { frame: "page", steps: [step(), step()], answers: { 0: answer }, pauses: true };
  },
};

function drawResourcePolicy(random: Random, probability: number): readonly (readonly [string, string])[] {
  if (!random.chance(probability)) return [];
  return [["Cross-Origin-Resource-Policy", random.pick(["same-origin", "same-site", "same-site", "cross-origin"])]];
}
