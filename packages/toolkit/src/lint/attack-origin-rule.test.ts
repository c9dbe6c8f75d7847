import { expect, test } from "vitest";
import { attackOriginRule } from "./attack-origin-rule.ts";

// biome-ignore format: one fact per line
const facts: readonly (readonly [why: string, source: string, names: readonly string[], kinds: readonly string[]])[] = [
  ["names below the owner's domain are the owner's",  String.raw`^https://[a-z]+\.example\.com$`,       ["api.example.com"], []],
  ["several labels of them, too",                     String.raw`^https://([a-z0-9-]+\.)+example\.com$`, ["a.example.com"],   []],
  ["the end of a registrable name",                   String.raw`^https://.*example\.com$`,             ["example.com"],     ["suffix-match"]],
  ["a dot that is not escaped",                       String.raw`^https://api.example\.com$`,           ["api.example.com"], ["unescaped-dot"]],
  ["an open end",                                     String.raw`^https://api\.example\.com`,           ["api.example.com"], ["prefix-match"]],
  ["a whole list is nobody else's",                   String.raw`^https://(www|app)\.example\.com$`,    ["www.example.com"], []],
  ["no end to either side",                           String.raw`(www|app)\.example\.com`,              ["www.example.com"], ["prefix-match", "substring-match"]],
  ["a dot in a list of two",                          String.raw`^https://(www|app).example\.com$`,     ["www.example.com", "app.example.com"], ["unescaped-dot"]],
];

test.each(facts)("%s", (_why, source, names, kinds) => {
  const place = { file: "nginx.conf", line: 1, column: 1 };
  const attacks = attackOriginRule({ source, caseless: false, place }, names);
  expect([...new Set(attacks.map(({ kind }) => kind))]).toEqual(kinds);
});
