import { expect, test } from "vitest";
import { originsOfRule } from "./rule-origins.ts";
import { stepBudget } from "./step-budget.ts";

const com = "https://*.example.com";

// biome-ignore format: one fact per line
const facts: readonly (readonly [why: string, source: string, patterns: readonly string[], beyond: RegExp | null])[] = [
  ["a group is a list",                         String.raw`^https://(www|app)\.example\.com$`,                  ["https://app.example.com", "https://www.example.com"], null],
  ["what is optional is two",                   String.raw`^https://(www\.)?example\.com$`,                     ["https://example.com", "https://www.example.com"], null],
  ["both schemes are two",                      String.raw`^https?://app\.example\.com$`,                       ["http://app.example.com", "https://app.example.com"], null],
  ["a class of ten is ten",                     String.raw`^https://app[0-9]\.example\.com$`,                   Array.from({ length: 10 }, (_, index) => `https://app${index}.example.com`), null],
  ["alternatives of whole origins",             String.raw`^https://app\.example\.com$|^https://partner\.example$`, ["https://app.example.com", "https://partner.example"], null],
  ["any label is a star",                       String.raw`^https://[a-z0-9-]+\.example\.com$`,                 [com], null],
  ["letters alone, too",                        String.raw`^https://[a-z]+\.example\.com$`,                     [com], null],
  ["any labels and none",                       String.raw`^https://([a-z0-9-]+\.)*example\.com$`,              [com, "https://example.com"], null],
  ["a list beside a star",                      String.raw`^https://(partner\.example|[a-z]+\.example\.com)$`,  [com, "https://partner.example"], null],
  ["any port",                                  String.raw`^http://localhost(:\d+)?$`,                          ["http://localhost:*"], null],
  ["one port of a list",                        String.raw`^https://app\.example\.com(:8443)?$`,                ["https://app.example.com", "https://app.example.com:8443"], null],
  ["a port below a star is beyond",             String.raw`^https://[a-z]+\.example\.com(:8443)?$`,             [com], /^https:\/\/[a-z]+\.example\.com:8443$/],
  ["a dot that was meant as one",               String.raw`^https://app.example\.com$`,                         ["https://app.example.com"], /^https:\/\/app[^.]example\.com$/],
  ["no end",                                    String.raw`^https://app\.example\.com`,                         ["https://app.example.com"], /^https:\/\/app\.example\.com.+/],
  ["no beginning",                              String.raw`^https://.*example\.com$`,                           [com, "https://example.com"], /^https:\/\/[a-z0-9]+example\.com$/],
  ["neither, in a group",                       String.raw`(www|app)\.example\.com`,                            ["app", "www"].flatMap((name) => ["http", "https"].flatMap((scheme) => [`${scheme}://${name}.example.com`, `${scheme}://*.${name}.example.com`])), /example\.com/],
  ["too many to list",                          String.raw`^https://[a-z]{2}\.example\.com$`,                   [], /^https:\/\/[a-z]{2}\.example\.com$/],
  ["anybody",                                   ".+",                                                           [], /qxattacker/],
  ["nothing that is an origin",                 "^/api/",                                                       [], null],
];

test.each(facts)("%s", (_why, source, patterns, beyond) => {
  const place = { file: "nginx.conf", line: 1, column: 1 };
  const found = originsOfRule({ source, caseless: false, place }, stepBudget(2_000_000));
  expect([...(found?.patterns ?? [])].sort()).toEqual([...patterns].sort());
  if (beyond === null) expect(found?.beyond).toBeNull();
  else expect(found?.beyond).toMatch(beyond);
});

test("an expression without an automaton, and one that is too large, are left alone", () => {
  const place = { file: "nginx.conf", line: 1, column: 1 };
  const rule = (source: string) => ({ source, caseless: false, place });
  expect(originsOfRule(rule("^https://(?!evil)[a-z]+$"), stepBudget(2_000_000))).toBeNull();
  expect(originsOfRule(rule("(?:[a-z0-9]{1,300}\\.){30}"), stepBudget(2_000_000))).toBeNull();
});
