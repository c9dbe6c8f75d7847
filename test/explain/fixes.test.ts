import { expect, test } from "vitest";
import { explainGiven } from "../../packages/toolkit/src/api/explain-service.ts";
import type { Cause } from "../../packages/toolkit/src/explain/cause.ts";
import { readHar } from "../../packages/toolkit/src/explain/read-har.ts";
import { type RecordedScenario, readRecording } from "./recording.ts";

/** No header of a server mends these. */
const beyondHeaders: readonly Cause[] = ["not-cors", "local-network-access"];

const explained = (["chromium", "firefox"] as const).flatMap((engine) =>
  readRecording(engine)
    .records.filter(({ shows }) => shows !== "console")
    .map((record) => ({
      id: `${engine} ${record.id}`,
      record,
      explanation: explainGiven({ archives: [readHar(JSON.stringify(record.har))] }, new Date(0)),
    })),
);

test("every recording that shows one cause gets a fix, and one that was tried where headers can mend it", () => {
  const missing = explained.filter(
    ({ explanation }) => explanation.causes.length === 1 && explanation.fixes.length === 0,
  );
  expect(missing.map(({ id }) => id)).toEqual([]);
  const mendable = explained.filter(({ record }) => !beyondHeaders.includes(record.cause));
  const tried = mendable.filter(({ explanation }) => explanation.fixes.some(({ verified }) => verified));
  process.stdout.write(`fixes verified in the model: ${tried.length} of ${mendable.length}\n`);
  const untried = mendable.filter((one) => !tried.includes(one));
  // A copy that the browser took from its cache is in no archive of Chromium's: there is no answer to change.
  // Nor is the answer of a redirect's target that nobody asked for.
  const answered = untried.filter(({ record }) => !endsAtRedirect(record));
  expect(answered.filter(({ record }) => record.cause !== "cached-without-vary").map(({ id }) => id)).toEqual([]);
});

function endsAtRedirect({ har }: RecordedScenario): boolean {
  const statuses = (har.log.entries as readonly { readonly response: { readonly status: number } }[])
    .map(({ response }) => response.status)
    .filter((status) => status > 0);
  return [301, 302, 303, 307, 308].includes(statuses.at(-1) ?? 0);
}

test("no fix is called verified that nobody tried", () => {
  const beyond = explained.filter(({ record }) => beyondHeaders.includes(record.cause));
  expect(beyond.flatMap(({ explanation }) => explanation.fixes).filter(({ verified }) => verified)).toEqual([]);
});

test("what nginx answered is mended in nginx's own words, tried on the simulated nginx", () => {
  const byNginx = explained.flatMap(({ explanation }) => explanation.fixes.filter(({ server }) => server === "nginx"));
  expect(byNginx.length).toBeGreaterThan(10);
  expect(byNginx.filter(({ verified }) => !verified)).toEqual([]);
});
