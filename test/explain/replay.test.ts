import { describe, expect, test } from "vitest";
import { chromiumPath } from "../page/chromium.ts";
import { requireProgram } from "../requirements.ts";
import { replayFixes } from "./replay-fixes.ts";
import { scenarios } from "./scenarios.ts";

/** Its archive shows neither cookies nor a word of credentials: the fix says what it was tried without. */
const sentCookiesUnseen = "error-without-cors-first-19";

describe.runIf(requireProgram(chromiumPath, "chromium"))("fixes, in a real Chromium", () => {
  // One of each sort; `npm run explain:replay` takes all of them, and three browsers.
  const some = scenarios.filter(({ id }, index) => index % 6 === 1 && id !== sentCookiesUnseen);

  test("a call that failed succeeds when its servers are changed as the fix says", async () => {
    const replayed = await replayFixes(some, ["chromium"]);
    expect(replayed.length).toBeGreaterThan(20);
    expect(replayed.filter(({ succeeded }) => !succeeded)).toEqual([]);
  }, 240_000);
});
