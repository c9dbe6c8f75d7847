import { expect, test } from "vitest";
import { pagePaths } from "./page-paths.ts";

const url = "https://shop.example/start";

// biome-ignore format: one fact per line
const facts: readonly (readonly [why: string, body: string, paths: readonly string[]])[] = [
  ["nothing",                            "",                                                                     []],
  ["a script's request",                 "<script>fetch('/me')</script>",                                        ["/me"]],
  ["XMLHttpRequest",                     'request.open("GET", "items.json")',                                     ["/items.json"]],
  ["a link, its entities decoded",       '<a href="/a?b=1&amp;c=2#top">',                                         ["/a?b=1&c=2"]],
  ["what looks like an API comes first", '<a href="/about"><a href="/api/items"><script>fetch("/me")</script>',    ["/api/items", "/me", "/about"]],
  ["other origins are not asked",        '<a href="https://partner.example/api"><a href="//cdn.example/x">',      []],
  ["files are not asked",                '<script src="/app.js"></script><link href="/style.css">',               []],
  ["nothing that ends a session",        '<a href="/logout"><a href="/account/sign-out"><a href="/users/delete">', []],
  ["the page itself is known",           '<a href="#top"><a href="/start">',                                      []],
  ["schemes without an origin",          '<a href="javascript:fetch(1)"><a href="mailto:a@b.example">',           []],
];

test.each(facts)("%s", (_why, body, paths) => {
  expect(pagePaths(body, url).map((path) => path.replace("https://shop.example", ""))).toEqual(paths);
});

test("a hostile page costs no more than its length", () => {
  const start = performance.now();
  for (const part of ["fetch('", 'href="', '<a href="/a', "'/api/", "data-", ".open('GET',"]) {
    pagePaths(part.repeat(64 * 1024).slice(0, 64 * 1024), url);
  }
  expect(performance.now() - start).toBeLessThan(2_000);
});
