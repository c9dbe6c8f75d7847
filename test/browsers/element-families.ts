import type { EntryPoint, PageRequest } from "../../packages/cors/src/browser/page-request.ts";
import type { HopAnswers } from "./browser-case.ts";
import { drawFrame, drawLocation, drawOrigin, type Families, mutated } from "./draw.ts";
import type { Random } from "./random.ts";
import * as pools from "./value-pools.ts";

/** What is not a call of fetch or XMLHttpRequest: elements, fonts, EventSource, beacons. */
export const elementFamilies: Families = {
  elements: (random, id) => {
    const step = element(random, id);
    return { frame: drawFrame(random), steps: [step], answers: { 0: answerTo(random, step) } };
  },
  "element-redirects": (random, id) => {
    const step = element(random, id);
    const answers: Record<string, HopAnswers> = {};
    const hops = 1 + random.below(2);
    for (let hop = 0; hop < hops; hop++) {
      const location = random.chance(0.9)
        ? [`${drawOrigin(random)}/${id}/${hop + 1}`]
        : drawLocation(random, id, hop + 1);
      const { preflight, actual } = answerTo(random, step);
      const headers = [...actual.headers, ...location.map((value): [string, string] => ["Location", value])];
      answers[hop] = { preflight, actual: { status: random.pick(pools.redirectStatuses), headers } };
    }
    answers[hops] = answerTo(random, step);
    return { frame: drawFrame(random), steps: [step], answers };
  },
  beacons: (random, id) => {
    const type = random.pick(beaconTypes);
    const step: PageRequest = {
      url: `${drawOrigin(random)}/${id}/0`,
      entryPoint: "beacon",
      hasBody: type !== null,
      ...(type === null ? {} : { headers: [["Content-Type", type]] }),
    };
    const asked = { ...step, method: "POST", credentials: "include" as const };
    const mutations = random.chance(0.4) ? ([random.pick(["origin", "headers", "credentials"] as const)] as const) : [];
    const answers: Record<string, HopAnswers> = { 0: mutated(random, asked, mutations) };
    if (random.chance(0.2)) {
      const answer = mutated(random, asked, []);
      const headers: [string, string][] = [
        ...answer.actual.headers,
        ["Location", `${drawOrigin(random)}/${id}/1`],
      ] as never;
      answers[1] = answer;
      answers[0] = { ...answer, actual: { status: random.pick(pools.redirectStatuses), headers } };
    }
    return { frame: drawFrame(random), steps: [step], answers };
  },
  timing: (random, id) => {
    const url = `${drawOrigin(random)}/${id}/0`;
    // A response that is opaque to fetch has no timing entry in Chromium.
    const step: PageRequest = random.chance(0.6)
      ? { url, credentials: random.pick(["omit", "same-origin", "include"] as const) }
      : { url, entryPoint: "img", crossOrigin: random.pick([null, null, "anonymous"] as const) };
    const answer = (): HopAnswers => {
      const { preflight, actual } = answerTo(random, step);
      const tao = random.pick(pools.timingAllowOrigin).map((value): [string, string] => ["Timing-Allow-Origin", value]);
      return { preflight, actual: { ...actual, headers: [...actual.headers, ...tao] } };
    };
    const answers: Record<string, HopAnswers> = { 0: answer() };
    if (random.chance(0.4)) {
      const { preflight, actual } = answer();
      answers[1] = answer();
      const headers: [string, string][] = [...actual.headers, ["Location", `${drawOrigin(random)}/${id}/1`]] as never;
      answers[0] = { preflight, actual: { status: random.pick(pools.redirectStatuses), headers } };
    }
    return { frame: drawFrame(random), steps: [step], answers, observesTiming: true };
  },
};

const contentTypes: Readonly<Partial<Record<EntryPoint, string>>> = {
  img: "image/svg+xml",
  script: "text/javascript",
  module: "text/javascript",
  link: "text/css",
  font: "font/woff",
  eventsource: "text/event-stream",
};

const beaconTypes = [
  null,
  "text/plain",
  "text/plain;charset=utf-8",
  "application/x-www-form-urlencoded",
  "application/json",
  "application/octet-stream",
  "text/html",
] as const;

function element(random: Random, id: string): PageRequest {
  const entryPoint = random.pick(["img", "script", "module", "link", "font", "eventsource"] as const);
  const url = `${drawOrigin(random)}/${id}/0`;
  if (entryPoint === "font") return { url, entryPoint };
  if (entryPoint === "eventsource") return { url, entryPoint, credentials: random.pick(["same-origin", "include"]) };
  return { url, entryPoint, crossOrigin: random.pick([null, "anonymous", "use-credentials"] as const) };
}

/** Of a body that the element can use, so that it fails for nothing but the protocol. */
function answerTo(random: Random, step: PageRequest): HopAnswers {
  const includes = step.crossOrigin === "use-credentials" || step.credentials === "include";
  const asked: PageRequest = { ...step, credentials: includes ? "include" : "same-origin" };
  const mutations = random.chance(0.4) ? ([random.pick(["origin", "credentials"] as const)] as const) : [];
  const { preflight, actual } = mutated(random, asked, mutations);
  const corp = random.chance(0.15)
    ? [["Cross-Origin-Resource-Policy", random.pick(["same-origin", "same-site", "cross-origin"])] as const]
    : [];
  const headers = actual.headers.map(([name, value]): readonly [string, string] =>
    name === "Content-Type" ? [name, contentTypes[step.entryPoint ?? "fetch"] ?? value] : [name, value],
  );
  return { preflight, actual: { status: actual.status, headers: [...headers, ...corp] } };
}
