import { expect, test } from "vitest";
import { isAddressOptedOut, isNameOptedOut, parseOptOutList } from "./opt-out-list.ts";

const text = `# Asked by mail
example.com
*.Wild.Example   # the same as without the star
bücher.example.
192.0.2.0/24
2001:db8:1::/48

203.0.113.7
`;

function parsed() {
  const result = parseOptOutList(text);
  if (!result.ok) throw new Error("not ok");
  return result.list;
}

// biome-ignore format: one fact per line
const names = [
  ["example.com",                 true],
  ["EXAMPLE.com.",                true],
  ["www.example.com",             true],
  ["a.b.example.com",             true],
  ["notexample.com",              false],
  ["example.com.evil.example",    false],
  ["com",                         false],
  ["wild.example",                true],
  ["x.wild.example",              true],
  ["xn--bcher-kva.example",       true],
  ["192.0.2.77",                  true],
  ["192.0.3.77",                  false],
] as const;

test.each(names)("%s is opted out: %s", (host, expected) => {
  expect(isNameOptedOut(host, parsed())).toBe(expected);
});

// biome-ignore format: one fact per line
const addresses = [
  ["192.0.2.1",         true],
  ["::ffff:192.0.2.1",  true],
  ["203.0.113.7",       true],
  ["203.0.113.8",       false],
  ["2001:db8:1:ffff::", true],
  ["2001:db8:2::",      false],
] as const;

test.each(addresses)("the address %s is opted out: %s", (address, expected) => {
  expect(isAddressOptedOut(address, parsed())).toBe(expected);
});

test("every mistake is told, with its line", () => {
  const result = parseOptOutList("example.com\nhttps://example.com/\n\n192.0.2.0/99\nexa mple.com\n300.1.1.1\n");
  expect(result).toMatchObject({ ok: false, problems: [{ line: 2 }, { line: 4 }, { line: 5 }, { line: 6 }] });
  expect(JSON.stringify(result)).toContain("is no name, address or network. Write example.com");
});
