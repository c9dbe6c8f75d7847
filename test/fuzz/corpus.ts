import { readFileSync, writeFileSync } from "node:fs";

const fileOf = (target: string) => new URL(`corpus/${target}.json`, import.meta.url);

/** Texts that once gave a kind of answer that no text before them gave, or that once failed. */
export function readCorpus(target: string): readonly string[] {
  return JSON.parse(readFileSync(fileOf(target), "utf8"));
}

export function writeCorpus(target: string, texts: readonly string[]): void {
  writeFileSync(fileOf(target), `${JSON.stringify(texts, null, 2)}\n`);
}
