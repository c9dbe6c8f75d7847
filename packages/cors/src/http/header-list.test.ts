import { describe, expect, test } from "vitest";
import { extractHeaderListValues } from "./extract-header-list-values.ts";
import {
  containsHeader,
  getHeader,
  getHeaderValues,
  type HeaderList,
  normalizeHeaderValue,
  trimOptionalWhitespace,
  withoutHeader,
} from "./header-list.ts";

const list: HeaderList = [
  ["Vary", "Accept"],
  ["content-type", "text/html"],
  ["VARY", "Origin"],
  ["X-Empty", ""],
];

describe("a header list", () => {
  // biome-ignore format: one fact per line
  const facts = [
    ["values of one name are joined in order", "vary",    "Accept, Origin"],
    ["names match in any case",                "Content-Type", "text/html"],
    ["an empty value is present",              "x-empty", ""],
    ["absence is null",                        "origin",  null],
  ] as const;

  test.each(facts)("%s", (_why, name, expected) => {
    expect(getHeader(list, name)).toBe(expected);
    expect(containsHeader(list, name)).toBe(expected !== null);
    expect(containsHeader(withoutHeader(list, name), name)).toBe(false);
  });

  test("duplicates are kept apart", () => {
    expect(getHeaderValues(list, "vary")).toEqual(["Accept", "Origin"]);
    expect(withoutHeader(list, "vary")).toHaveLength(2);
  });
});

describe("white space", () => {
  // biome-ignore format: one fact per line
  const facts = [
    ["spaces and tabs go",             " \t a b \t ", "a b", "a b"],
    ["line ends are HTTP whitespace",  "\r\na\r\n",   "a",   "\r\na\r\n"],
    ["other white space stays",        "\u00a0a\f",   "\u00a0a\f", "\u00a0a\f"],
    ["only white space becomes empty", " \t ",        "",    ""],
  ] as const;

  test.each(facts)("%s", (_why, value, normalized, trimmed) => {
    expect(normalizeHeaderValue(value)).toBe(normalized);
    expect(trimOptionalWhitespace(value)).toBe(trimmed);
  });
});

describe("extracting header list values", () => {
  // biome-ignore format: one fact per line
  const facts = [
    ["an absent header is null",               [],                     null],
    ["a list is split at commas",              ["PUT, DELETE"],        ["PUT", "DELETE"]],
    ["spaces around an element are optional",  ["PUT\t ,\tDELETE "],   ["PUT", "DELETE"]],
    ["several headers are one list",           ["PUT", "DELETE"],      ["PUT", "DELETE"]],
    ["empty elements are ignored",             [",, PUT,,"],           ["PUT"]],
    ["an empty value is an empty list",        [""],                   []],
    ["a star is a token",                      ["*"],                  ["*"]],
    ["a space inside is a failure",            ["PUT DELETE"],         "failure"],
    ["quotes are a failure",                   ['"PUT"'],              "failure"],
    ["one bad header spoils all",              ["PUT", "(DELETE)"],    "failure"],
    ["a semicolon is no separator",            ["PUT; DELETE"],        "failure"],
  ] as const;

  test.each(facts)("%s", (_why, values, expected) => {
    const headers: HeaderList = values.map((value) => ["Access-Control-Allow-Methods", value] as const);
    expect(extractHeaderListValues(headers, "access-control-allow-methods")).toEqual(expected);
  });
});
