import { expect, test } from "vitest";
import { bufferIo } from "../../../../test/buffer-io.ts";
import { run } from "./main.ts";

// biome-ignore format: one fact per line
const facts = [
  ["no command: the overview, as wrong use",            [],                      2, "stderr", "Usage: crosscheck <command>"],
  ["help is asked for",                                 ["--help"],              0, "stdout", "Usage: crosscheck <command>"],
  ["the version",                                       ["--version"],           0, "stdout", /^\d+\.\d+\.\d+\n$/],
  ["a command's help",                                  ["scan", "--help"],      0, "stdout", "Usage: crosscheck scan URL"],
  ["the same, the other way round",                     ["help", "scan"],        0, "stdout", "Examples:"],
  ["a slip of the hand",                                ["sacn"],                2, "stderr", "Did you mean `crosscheck scan`?"],
  ["a beginning",                                       ["gen"],                 2, "stderr", "Did you mean `crosscheck generate`?"],
  ["a site without a command",                          ["example.com"],         2, "stderr", 'To scan a site: `crosscheck scan "example.com"`.'],
  ["no such command",                                   ["frobnicate"],          2, "stderr", "there are: scan, check, diff, generate, "],
  ["a name of Object.prototype is no command",          ["constructor"],         2, "stderr", 'no command "constructor"'],
  ["an option in front",                                ["--json"],              2, "stderr", 'no option "--json" before the command'],
  ["an unknown option, with the nearest",               ["scan", "--jsn", "x"],  2, "stderr", "there is no option --jsn. Did you mean --json?"],
  ["an option without its value",                       ["scan", "--format"],    2, "stderr", "--format needs a value"],
  ["a forgotten value",                                 ["scan", "--output", "--json"], 2, "stderr", "--output needs a value"],
  ["a flag with a value",                               ["scan", "--json=1"],    2, "stderr", '--json takes no value; "1" was given'],
] as const;

test.each(facts)("%s", async (_why, argv, exitCode, stream, text) => {
  const io = bufferIo();
  expect(await run(argv, io)).toBe(exitCode);
  if (typeof text === "string") expect(io.text[stream]).toContain(text);
  else expect(io.text[stream]).toMatch(text);
  expect(io.text[stream === "stdout" ? "stderr" : "stdout"]).toBe("");
});
