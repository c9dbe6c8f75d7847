import {
  type Alias,
  type Document,
  isAlias,
  isMap,
  isPair,
  isScalar,
  isSeq,
  LineCounter,
  type Node,
  type Pair,
  parseDocument,
  visit,
} from "yaml";
import { blankComments } from "./blank-comments.ts";
import { findJsonFault } from "./find-json-fault.ts";
import type { FileProblem } from "./located-problem.ts";

export type DocumentFormat = "yaml" | "json" | "jsonc";

export interface Place {
  readonly line: number;
  readonly column: number;
}

/** A text as data, or what keeps it from being read; and where each part of it is. */
export interface ParsedText {
  readonly value: unknown;
  readonly faults: readonly (FileProblem & { readonly place: Place | null })[];
  /** Where the value at a path is, or its key; for what is not there, the nearest thing around it. */
  readonly locate: (path: readonly (string | number)[], part: "key" | "value") => Place;
}

type Fault = ParsedText["faults"][number];
type Targets = ReadonlyMap<Alias, Node>;

/**
 * Reads YAML 1.2, JSON or JSON with comments. All three go through the YAML parser, which knows where things are; JSON is
 * first held against its own, narrower grammar. An empty text is null in all three.
 */
export function parseText(text: string, format: DocumentFormat): ParsedText {
  const source = format === "jsonc" ? blankComments(text) : text;
  const start: Place = { line: 1, column: 1 };
  if (source.trim() === "") return { value: null, faults: [], locate: () => start };
  const jsonFault = format === "yaml" ? null : jsonSyntaxFault(source);
  if (jsonFault !== null) return { value: undefined, faults: [jsonFault], locate: () => start };

  try {
    const lines = new LineCounter();
    // The library compares each key with all others; a set does it in one pass.
    const document = parseDocument(source, { lineCounter: lines, uniqueKeys: false, prettyErrors: false });
    const { targets, faults: aliasFaults } = followAliases(document, lines);
    const locate: ParsedText["locate"] = (path, part) => placeAt(lines, offsetOf(document, targets, path, part));
    const faults = [...syntaxFaults(document, lines), ...duplicateKeys(document, lines), ...aliasFaults];
    // An alias may stand for a list of aliases, and so on: the limit is the library's guard against that.
    const value = faults.length > 0 ? undefined : document.toJS({ maxAliasCount });
    return { value, faults: faults.slice(0, mostFaults), locate };
  } catch (error) {
    return { value: undefined, faults: [{ ...expansionFault(error), place: null }], locate: () => start };
  }
}

const maxAliasCount = 100;

/** After a syntax error most others follow from it. */
const mostFaults = 20;

function placeAt(lines: LineCounter, offset: number): Place {
  const { line, col } = lines.linePos(offset);
  return { line: Math.max(line, 1), column: Math.max(col, 1) };
}

function jsonSyntaxFault(source: string): Fault | null {
  const fault = findJsonFault(source);
  if (fault === null) return null;
  const before = source.slice(0, fault.offset).split("\n");
  const found = fault.offset === source.length ? "the end of the file" : JSON.stringify(source[fault.offset]);
  const place = { line: before.length, column: (before.at(-1) ?? "").length + 1 };
  return { ...syntaxProblem(`Here JSON has ${fault.expected}, not ${found}`), place };
}

function syntaxFaults(document: Document, lines: LineCounter): Fault[] {
  // A warning is an unknown tag, whose value would be read as something else than was written.
  return [...document.errors, ...document.warnings].map(({ message, pos }) => ({
    ...syntaxProblem(message),
    place: placeAt(lines, pos[0]),
  }));
}

function syntaxProblem(parserReason: string): FileProblem {
  const deep = /call stack/i.test(parserReason);
  const reason = deep ? "The lists and mappings are nested too deeply to be read" : parserReason;
  const sentence = reason.length > 300 ? `${reason.slice(0, 300)}…` : reason.replace(/\.?$/, ".");
  return {
    code: "syntax",
    message: `${sentence}\nThe file cannot be read as data past this place.\nCorrect the syntax here, or just before it.`,
  };
}

function duplicateKeys(document: Document, lines: LineCounter): Fault[] {
  const faults: Fault[] = [];
  visit(document, {
    Map(_, map) {
      const seen = new Set<string>();
      for (const { key } of map.items) {
        const name = keyName(key);
        if (seen.has(name)) {
          const message =
            `The key ${JSON.stringify(name.slice(0, 100))} is here a second time.\n` +
            "Only one of the two values would hold, and readers differ on which.\nRemove one, or join their values.";
          faults.push({ code: "duplicate-key", message, place: placeAt(lines, startOf(key) ?? 0) });
        }
        seen.add(name);
      }
    },
  });
  return faults;
}

/** What each alias stands for. The library looks an anchor up anew for every alias; here it is one pass. */
function followAliases(document: Document, lines: LineCounter): { targets: Targets; faults: Fault[] } {
  const anchors = new Map<string, Node>();
  const targets = new Map<Alias, Node>();
  const faults: Fault[] = [];
  visit(document, {
    Node(_, node) {
      if (!isAlias(node)) {
        if (node.anchor !== undefined) anchors.set(node.anchor, node);
        return;
      }
      const target = anchors.get(node.source);
      if (target !== undefined) targets.set(node, target);
      else faults.push({ ...unknownAlias(node.source), place: placeAt(lines, startOf(node) ?? 0) });
    },
  });
  return { targets, faults };
}

function unknownAlias(name: string): FileProblem {
  return syntaxProblem(
    `There is no anchor &${name.slice(0, 100)} before this alias; a text that begins with * needs quotes`,
  );
}

function expansionFault(error: unknown): FileProblem {
  const reason = error instanceof Error ? error.message : String(error);
  if (!/alias count/i.test(reason)) return syntaxProblem(reason);
  return {
    code: "too-many-aliases",
    message:
      `Following the aliases takes more than ${maxAliasCount} steps.\n` +
      "A few lines of aliases of aliases could fill the memory.\nWrite the values out, or use originSets.",
  };
}

/** The offset of the deepest part of a path that there is. */
function offsetOf(
  document: Document,
  targets: Targets,
  path: readonly (string | number)[],
  part: "key" | "value",
): number {
  let node: unknown = document.contents;
  let offset = startOf(node) ?? 0;
  for (const [index, step] of path.entries()) {
    if (isAlias(node)) node = targets.get(node);
    const last = index === path.length - 1;
    if (isMap(node)) {
      const pair: Pair | undefined = node.items.find(({ key }) => keyName(key) === String(step));
      if (pair === undefined) return offset;
      const keyOffset = startOf(pair.key) ?? offset;
      offset = last && part === "key" ? keyOffset : (startOf(pair.value) ?? keyOffset);
      node = pair.value;
    } else if (isSeq(node)) {
      const item = node.items[Number(step)];
      if (item === undefined) return offset;
      offset = startOf(item) ?? offset;
      node = item;
    } else {
      return offset;
    }
  }
  return offset;
}

function keyName(key: unknown): string {
  return String(isScalar(key) ? key.value : key);
}

/** An empty value (`path:`) has a place, right after its colon, but nothing to see there. */
function startOf(node: unknown): number | null {
  if (isPair(node)) return startOf(node.key);
  if (isScalar(node) && node.value === null && node.source === "") return null;
  return (node as Node | null)?.range?.[0] ?? null;
}
