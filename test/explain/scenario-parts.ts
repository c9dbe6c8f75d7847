import type { HeaderList } from "../../packages/cors/src/http/header-list.ts";
import type { Cause } from "../../packages/toolkit/src/explain/cause.ts";
import type { Answer, Scenario, ScenarioAnswers } from "./scenario.ts";

export const json: HeaderList = [["Content-Type", "application/json"]];
export const listed: HeaderList = [
  ["Access-Control-Allow-Origin", "{page}"],
  ["Vary", "Origin"],
];
export const credentialed: HeaderList = [...listed, ["Access-Control-Allow-Credentials", "true"]];
export const star: HeaderList = [["Access-Control-Allow-Origin", "*"]];
export const nginx: HeaderList = [
  ["Server", "nginx/1.22.1"],
  ["Content-Type", "text/html"],
];

export function answer(status: number, ...headers: readonly HeaderList[]): Answer {
  return { status, headers: headers.flat() };
}
export function allow(kind: "Methods" | "Headers", value: string): HeaderList {
  return [[`Access-Control-Allow-${kind}`, value]];
}
export const to = (location: string): HeaderList => [["Location", location]];

/** A cause, the page's script, and what is at the first URL. */
export type Row = readonly [cause: Cause, script: string, a: ScenarioAnswers, more?: Partial<Scenario>];

export function scenarioOf(set: Scenario["set"]) {
  return ([cause, script, a, more = {}]: Row, index: number): Scenario => {
    const id = `${cause}-${set}-${index}`;
    const { answers, ...rest } = more;
    const scenario: Scenario = {
      id,
      set,
      cause,
      script,
      answers: { a, ...answers },
      ...rest,
    };
    // The second hop's address is the scenario's own.
    return JSON.parse(JSON.stringify(scenario).replaceAll("/s/r/", `/s/${id}/`)) as Scenario;
  };
}
