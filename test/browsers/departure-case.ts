import type { DepartureExample } from "../../packages/cors/src/browser/departure-facts.ts";
import type { PageRequest } from "../../packages/cors/src/browser/page-request.ts";
import type { HttpResponse } from "../../packages/cors/src/http/exchange.ts";
import type { BrowserCase, Frame, HopAnswers } from "./browser-case.ts";

/** The origins that examples are written with, and where they are on loopback. The letter tells answers apart by their path. */
const places: readonly (readonly [example: RegExp, token: string, letter: string])[] = [
  [/^https?:\/\/u:p@app\.example(?=\/|$)/, "http://u:p@{pagehost}", "p"],
  [/^https?:\/\/(?:app\.example|127\.0\.0\.1:8080|localhost:8080)(?=\/|$)/, "{page}", "p"],
  [/^https?:\/\/(?:api\.example|127\.0\.0\.1:8081)(?=\/|$)/, "{other}", "o"],
  [/^https?:\/\/(?:cdn\.example|localhost:8081)(?=\/|$)/, "{host}", "h"],
  [/^https?:\/\/a\.localhost:8081(?=\/|$)/, "{sub}", "s"],
  [/^ftp:\/\/cdn\.example(?=\/|$)/, "ftp://127.0.0.1", "f"],
];

const frames: Readonly<Record<string, Frame>> = { null: "sandbox", "http://localhost:8080": "local" };

/** A departure's example as a case that a browser can be asked. */
export function departureCase(id: string, example: DepartureExample): BrowserCase {
  const { page = "https://app.example", steps, answers } = example;
  const answered = Object.keys(answers).flatMap((key) => (key === "OPTIONS" ? [] : [key.replace(/^[A-Z]+ /, "")]));
  const urls = [...steps.map(({ url }) => url), ...answered];
  const hops = [...new Set(urls)].map((url): [string, HopAnswers] => {
    const answerTo = (method: string): HttpResponse | null => {
      const found = answers[`${method} ${url}`] ?? (method === "OPTIONS" ? answers.OPTIONS : undefined) ?? answers[url];
      return found === undefined ? null : response(id, url, found);
    };
    const actual = answerTo("GET") ?? { status: 404, headers: [] };
    return [hopOf(id, url), { preflight: answerTo("OPTIONS") ?? actual, actual }];
  });
  return {
    id,
    family: "departures",
    frame: frames[page] ?? "page",
    steps: steps.map((step) => asked(id, step)),
    answers: Object.fromEntries(hops),
    ...(urls.some((url) => mentionsTiming(answers[url])) ? { observesTiming: true } : {}),
  };
}

function mentionsTiming(answer: DepartureExample["answers"][string] | undefined): boolean {
  return answer?.some((part) => `${part}`.startsWith("Timing-Allow-Origin:")) === true;
}

function asked(id: string, { headers, ...step }: PageRequest): PageRequest {
  const pairs =
    headers === undefined || Symbol.iterator in headers ? headers : Object.entries(headers as Record<string, string>);
  return { ...step, url: onLoopback(id, step.url), ...(pairs === undefined ? {} : { headers: pairs }) };
}

function response(
  id: string,
  url: string,
  [status, ...lines]: readonly [status: number, ...lines: string[]],
): HttpResponse {
  const headers = lines.map((line): readonly [string, string] => {
    const colon = line.indexOf(":");
    const [name, value] = [line.slice(0, colon), line.slice(colon + 1).trim()];
    if (name !== "Location") return [name, onLoopback(id, value)];
    return [name, value.startsWith("/") ? `/${id}/${letterOf(url)}${value.slice(1)}` : onLoopback(id, value)];
  });
  return { status, headers: [...headers, ["Cache-Control", "no-store"]] };
}

/** Origins stay origins, paths get the case's identifier. */
function onLoopback(id: string, text: string): string {
  for (const [example, token, letter] of places) {
    const [found] = example.exec(text) ?? [];
    if (found === undefined) continue;
    const path = text.slice(found.length);
    return path === "" ? token : `${token}/${id}/${letter}${path.slice(1)}`;
  }
  return text;
}

function letterOf(url: string): string {
  return places.find(([example]) => example.test(url))?.[2] ?? "";
}

/** The part of the path that answers are found by. */
function hopOf(id: string, url: string): string {
  return onLoopback(id, url).split(`/${id}/`)[1]?.split("/")[0] ?? "";
}
