import { expect, test } from "vitest";
import { cvssBaseScore, severityOfScore } from "./cvss.ts";

// Scores of FIRST's own examples and calculator: https://www.first.org/cvss/v3.1/examples
// biome-ignore format: one fact per line
const facts = [
  ["CVSS:3.1/AV:N/AC:L/PR:N/UI:N/S:U/C:H/I:H/A:H", 9.8,  "critical"],
  ["CVSS:3.1/AV:N/AC:L/PR:N/UI:N/S:C/C:H/I:H/A:H", 10,   "critical"],
  ["CVSS:3.1/AV:N/AC:L/PR:N/UI:R/S:U/C:H/I:L/A:N", 7.1,  "high"],
  ["CVSS:3.1/AV:N/AC:L/PR:N/UI:R/S:C/C:L/I:L/A:N", 6.1,  "medium"],
  ["CVSS:3.1/AV:N/AC:L/PR:N/UI:R/S:U/C:L/I:N/A:N", 4.3,  "medium"],
  ["CVSS:3.1/AV:N/AC:H/PR:N/UI:R/S:U/C:L/I:N/A:N", 3.1,  "low"],
  ["CVSS:3.1/AV:N/AC:L/PR:L/UI:N/S:C/C:L/I:L/A:N", 6.4,  "medium"],
  ["CVSS:3.1/AV:L/AC:L/PR:L/UI:N/S:U/C:H/I:H/A:H", 7.8,  "high"],
  ["CVSS:3.1/AV:P/AC:L/PR:N/UI:N/S:U/C:N/I:N/A:N", 0,    "info"],
] as const;

test.each(facts)("%s is %d", (vector, score, severity) => {
  expect(cvssBaseScore(vector)).toBe(score);
  expect(severityOfScore(score)).toBe(severity);
});

test.each([
  ["AV:N"],
  ["CVSS:3.0/AV:N/AC:L/PR:N/UI:N/S:U/C:H/I:H/A:H"],
  ["CVSS:3.1/AV:X/AC:L/PR:N/UI:N/S:U/C:H/I:H/A:H"],
])("%s is no vector", (vector) => {
  expect(() => cvssBaseScore(vector)).toThrow(RangeError);
});
