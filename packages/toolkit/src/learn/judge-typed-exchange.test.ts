import { describe, expect, test } from "vitest";
import { judgeTypedExchange } from "./judge-typed-exchange.ts";
import { emptyExchange, exchangeFromFields, stepperAddress, type TypedExchange } from "./typed-exchange.ts";

const grant = "200\nAccess-Control-Allow-Origin: https://app.example";

/** Each stage: its kind, the algorithms and the step at which each returned, and how it went on. */
function stepsOf(typed: Partial<TypedExchange>): readonly string[] {
  const judged = judgeTypedExchange({ ...emptyExchange, ...typed });
  if ("field" in judged) return [`${judged.field}: ${judged.message}`];
  return judged.stages.map(({ kind, algorithms, outcome }) =>
    [
      kind,
      ...algorithms.map(
        ({ algorithm, decided, failed }) => `${algorithm.name} ${decided ?? "all"}${failed ? " fails" : ""}`,
      ),
      outcome,
    ].join(", "),
  );
}

// biome-ignore format: one fact per line
const facts = [
  ["shared by name",                 { answer: grant }, ["page, goes on", "request, CORS check 5, goes on", "end, read"]],
  ["shared with everybody",          { answer: "200\nAccess-Control-Allow-Origin: *" }, ["page, goes on", "request, CORS check 3, goes on", "end, read"]],
  ["with credentials",               { credentials: "include", answer: `${grant}\nAccess-Control-Allow-Credentials: true` }, ["page, goes on", "request, CORS check 7, goes on", "end, read"]],
  ["no header",                      { answer: "200" }, ["page, goes on", "request, CORS check 2 fails, blocked", "end, blocked"]],
  ["another origin",                 { answer: "200\nAccess-Control-Allow-Origin: https://b.example" }, ["page, goes on", "request, CORS check 4 fails, blocked", "end, blocked"]],
  ["credentials not allowed",        { credentials: "include", answer: grant }, ["page, goes on", "request, CORS check 8 fails, blocked", "end, blocked"]],
  ["a preflight that is passed",     { method: "PUT", answer: grant, preflight: `${grant}\nAccess-Control-Allow-Methods: PUT` }, ["page, goes on", "preflight, CORS check 5, CORS-preflight fetch all, goes on", "request, CORS check 5, goes on", "end, read"]],
  ["a preflight without the method", { method: "PUT", answer: grant }, ["page, goes on", "preflight, CORS check 5, CORS-preflight fetch 7.5 fails, blocked", "end, blocked"]],
  ["the page's own origin",          { url: "https://app.example/" }, ["page, goes on", "request, goes on", "end, read"]],
  ["a redirect",                     { answer: `302\nLocation: /b\n${grant.slice(4)}`, after: grant }, ["page, goes on", "request, CORS check 5, HTTP-redirect fetch all, goes on", "request, CORS check 5, goes on", "end, read"]],
  ["a redirect to nowhere",          { answer: `302\nLocation: http://[\n${grant.slice(4)}` }, ["page, goes on", "request, CORS check 5, HTTP-redirect fetch 5 fails, blocked", "end, blocked"]],
  ["nothing came",                   { answer: "no response" }, ["page, goes on", "request, blocked", "end, blocked"]],
  ["the call throws",                { method: "TRACE" }, ["page, blocked", "end, blocked"]],
  ["same-origin mode",               { mode: "same-origin" }, ["page, blocked", "end, blocked"]],
  ["no-cors mode",                   { mode: "no-cors" }, ["page, goes on", "request, goes on", "end, read"]],
] as const;

test.each(facts)("the steps of %s", (_why, typed, steps) => {
  expect(stepsOf(typed)).toEqual(steps);
});

test("a loop of redirects is shown at its ends", () => {
  expect(stepsOf({ answer: `302\nLocation: /items\n${grant.slice(4)}` })).toHaveLength(11);
});

describe("a field in which nothing can be read", () => {
  test.each([
    [{ url: "api" }, 'url: "api" is no absolute URL. Write one with its scheme: "https://api.example/items".'],
    [{ origin: "https://app.example/" }, /^origin: .* Write "https:\/\/app\.example"\.$/],
    [{ origin: "<b>" }, /^origin: "<b>" is not an origin/],
  ] as const)("%o", (typed, message) => {
    expect(stepsOf(typed)).toEqual([typeof message === "string" ? message : expect.stringMatching(message)]);
  });
});

test("an address gives back what went into it, and leaves out what is usual", () => {
  const typed = { ...emptyExchange, method: "PUT", answer: "200\nA: b & c\n", engine: "firefox" as const };
  const address = stepperAddress(typed);
  expect(address).toBe("/learn/stepper?method=PUT&answer=200%0AA%3A+b+%26+c%0A&engine=firefox");
  expect(exchangeFromFields(new URL(address, "http://a").searchParams)).toEqual(typed);
  expect(stepperAddress(emptyExchange)).toBe("/learn/stepper");
});

test("what no list has is the list's default", () => {
  const fields = new URLSearchParams({ credentials: "<script>", mode: "navigate", engine: "__proto__" });
  expect(exchangeFromFields(fields)).toEqual(emptyExchange);
});
