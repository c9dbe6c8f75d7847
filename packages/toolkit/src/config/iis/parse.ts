import { SaxesParser } from "saxes";
import type { Place, SyntaxProblem } from "../apache/directive.ts";

/** An element of a web.config. IIS compares names as they are written. */
export interface ConfigElement {
  readonly name: string;
  readonly attributes: ReadonlyMap<string, string>;
  readonly place: Place;
  readonly children: readonly ConfigElement[];
}

export interface ParsedWebConfig {
  /** `<configuration>`; null when the file is no XML at all. */
  readonly root: ConfigElement | null;
  readonly problems: readonly SyntaxProblem[];
}

const deepest = 64;
const mostElements = 500_000;
const mostProblems = 20;

/** Reads a web.config with its lines and columns. A document type, and with it every entity of one's own, is refused. */
export function parseWebConfig(text: string, file: string): ParsedWebConfig {
  const problems: SyntaxProblem[] = [];
  const open: (ConfigElement & { readonly children: ConfigElement[] })[] = [];
  let root: ConfigElement | null = null;
  let elements = 0;
  let stopped = false;
  const parser = new SaxesParser({ position: true, fileName: "" });
  const here = (back = 0): Place => ({ file, line: parser.line, column: Math.max(1, parser.columnIndex + 1 - back) });
  const problem = (place: Place, message: string): void => {
    if (problems.length < mostProblems) problems.push({ place, message });
  };

  parser.on("error", (error) => {
    problem(
      here(),
      `This is not well-formed XML: ${error.message.replace(/^\S*:?\d+:\d+: /, "")}. IIS answers 500.19 to every request.`,
    );
  });
  parser.on("doctype", () => {
    problem(
      here(),
      "A document type is not read here: its entities can be made to grow without end. Remove <!DOCTYPE …>.",
    );
  });
  parser.on("opentag", (tag) => {
    if (stopped) return;
    if (open.length >= deepest || ++elements > mostElements) {
      const limit = open.length >= deepest ? `${deepest} elements within each other` : `${mostElements} elements`;
      problem(here(), `More than ${limit}: the rest was not read.`);
      stopped = true;
      return;
    }
    const element = {
      name: tag.name,
      attributes: new Map(Object.entries(tag.attributes as Record<string, string>)),
      place: started,
      children: [],
    };
    const parent = open.at(-1);
    if (parent !== undefined) parent.children.push(element);
    else root ??= element;
    open.push(element);
  });
  parser.on("closetag", () => {
    if (!stopped) open.pop();
  });
  let started = here();
  parser.on("opentagstart", (tag) => {
    started = here(tag.name.length + 2);
  });

  if (text.includes("\0")) {
    problem(
      { file, line: text.slice(0, text.indexOf("\0")).split("\n").length, column: 1 },
      "This is not a text file: it holds a zero byte.",
    );
    return { root: null, problems };
  }
  // A chunk at a time: a file without any "<" ends at its first error.
  const size = 65_536;
  const goesOn = (): boolean => !stopped && problems.length < mostProblems;
  for (let start = 0; start < text.length && goesOn(); start += size) parser.write(text.slice(start, start + size));
  if (goesOn()) parser.close();
  return { root, problems };
}

export function attribute({ attributes }: ConfigElement, name: string): string | null {
  return attributes.get(name) ?? null;
}

/** The elements of a name below these, one level down. */
export function childrenOf(elements: readonly ConfigElement[], name: string): readonly ConfigElement[] {
  return elements.flatMap(({ children }) => children.filter((child) => child.name === name));
}
