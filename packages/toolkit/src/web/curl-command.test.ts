import { expect, test } from "vitest";
import { curlCommand } from "./curl-command.ts";

// biome-ignore format: one fact per line
const facts = [
  ["a GET with an Origin",        { method: "GET",     url: "https://a.example/",   headers: [["Origin", "https://x.com"]] }, "curl -i -H 'Origin: https://x.com' https://a.example/"],
  ["a HEAD asks for the head",    { method: "HEAD",    url: "https://a.example/",   headers: [] },                            "curl -i --head https://a.example/"],
  ["a preflight",                 { method: "OPTIONS", url: "https://a.example/b",  headers: [["Access-Control-Request-Method", "PUT"]] }, "curl -i -X OPTIONS -H 'Access-Control-Request-Method: PUT' https://a.example/b"],
  ["a hostile value stays data",  { method: "GET",     url: "https://a.example/`id`", headers: [["Origin", "'; id; '"]] },    "curl -i -H 'Origin: '\\''; id; '\\''' 'https://a.example/`id`'"],
] as const;

test.each(facts)("%s", (_why, request, command) => {
  expect(curlCommand(request)).toBe(command);
});
