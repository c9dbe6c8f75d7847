// `npm run fuzz [-- --seed N] [--inputs N] [--seconds N] [--keep] [TARGET…]`: random texts for every parser, a bounded time.
import { parseArgs } from "node:util";
import { readCorpus, writeCorpus } from "../test/fuzz/corpus.ts";
import { fuzz } from "../test/fuzz/fuzz.ts";
import { fuzzTargets } from "../test/fuzz/targets.ts";

const { values, positionals } = parseArgs({
  options: {
    seed: { type: "string", default: String(Date.now() % 1_000_000) },
    inputs: { type: "string", default: "1000000" },
    seconds: { type: "string", default: "60" },
    keep: { type: "boolean", default: false },
  },
  allowPositionals: true,
});
const seed = Number(values.seed);
for (const target of fuzzTargets.filter(({ name }) => positionals.length === 0 || positionals.includes(name))) {
  const before = readCorpus(target.name);
  const started = performance.now();
  const limits = { seed, inputs: Number(values.inputs), milliseconds: Number(values.seconds) * 1000 };
  const { inputs, corpus, failure } = fuzz(target, before, limits);
  const seconds = ((performance.now() - started) / 1000).toFixed(1);
  process.stdout.write(
    `${target.name.padEnd(12)} ${inputs} inputs in ${seconds} s, seed ${seed}, ${corpus.length - before.length} texts with a new kind of answer\n`,
  );
  if (failure !== null) {
    process.stderr.write(`${target.name}: ${failure.what}\n  ${JSON.stringify(failure.text)}\n`);
    process.exitCode = 1;
  }
  if (values.keep) writeCorpus(target.name, failure === null ? corpus : [...corpus, failure.text]);
}
