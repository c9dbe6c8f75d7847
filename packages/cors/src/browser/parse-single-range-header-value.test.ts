import { expect, test } from "vitest";
import { parseSingleRangeHeaderValue } from "./parse-single-range-header-value.ts";

// biome-ignore format: one fact per line
const facts = [
  ["a start and an end",                    "bytes=1-20",                                  ["1", "20"]],
  ["one byte",                              "bytes=5-5",                                   ["5", "5"]],
  ["no end",                                "bytes=0-",                                    ["0", null]],
  ["no start",                              "bytes=-500",                                  [null, "500"]],
  ["neither",                               "bytes=-",                                     "failure"],
  ["the end before the start",              "bytes=21-20",                                 "failure"],
  ["numbers are compared as numbers",       "bytes=9-10",                                  ["9", "10"]],
  ["leading zeros do not count",            "bytes=0009-10",                               ["9", "10"]],
  ["zeros are zero",                        "bytes=000-0",                                 ["0", "0"]],
  ["numbers have no bound",                 "bytes=0-99999999999999999999999999",          ["0", "99999999999999999999999999"]],
  ["beyond 2^53, compared exactly",         "bytes=9007199254740993-9007199254740992",     "failure"],
  ["text after the range",                  "bytes=0-1 ",                                  "failure"],
  ["a second range",                        "bytes=0-1,2-3",                               "failure"],
  ["a space before the digits",             "bytes= 0-1",                                  "failure"],
  ["a space before the equals sign",        "bytes =0-1",                                  "failure"],
  ["a sign",                                "bytes=+1-2",                                  "failure"],
  ["no hyphen",                             "bytes=12",                                    "failure"],
  ["upper case",                            "BYTES=0-1",                                   "failure"],
  ["no unit",                               "0-1",                                         "failure"],
  ["digits of other scripts",               "bytes=\u0660-\u0661",                         "failure"],
  ["empty",                                 "",                                            "failure"],
] as const;

test.each(facts)("%s", (_why, value, expected) => {
  expect(parseSingleRangeHeaderValue(value)).toEqual(expected);
});
