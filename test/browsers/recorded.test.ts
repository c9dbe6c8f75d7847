import { describe, expect, test } from "vitest";
import { engineNames } from "./engines.ts";
import { readRecording } from "./recording.ts";
import { addToTally, describeDisagreement, emptyTally, reasonAgreement } from "./tally.ts";

/** Of the blocked cases whose reason the console names, how many must have the model's. */
const reasonFloors = { chromium: 0.999, firefox: 0.98, webkit: 0.985 } as const;

describe.each(engineNames)("what %s was seen to do", (engine) => {
  const { records, version } = readRecording(engine);
  const tally = emptyTally();

  test("is what the model says, but for what is explained", { timeout: 120_000 }, () => {
    for (const record of records) addToTally(tally, engine, record);
    const unexplained = tally.disagreements.filter(({ explanation }) => explanation === null);
    process.stdout.write(
      `${engine} ${version}: ${tally.cases} recorded cases, ${tally.disagreements.length} disagreements, ` +
        `${unexplained.length} of them unexplained; reasons equal in ${(100 * reasonAgreement(tally)).toFixed(2)} % ` +
        `of ${tally.reasonsEqual + tally.reasonsDifferent}\n`,
    );
    expect(tally.cases).toBeGreaterThanOrEqual(10_000);
    expect(unexplained.map(describeDisagreement)).toEqual([]);
  });

  test("has the reasons that it printed", () => {
    expect(tally.reasonsEqual).toBeGreaterThan(1_000);
    expect(reasonAgreement(tally)).toBeGreaterThanOrEqual(reasonFloors[engine]);
  });
});
