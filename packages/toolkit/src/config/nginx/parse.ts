import type { FileSource, Place, SyntaxProblem } from "../source.ts";
import type { NginxDirective, ParsedNginx } from "./directive.ts";
import { endOfLuaBlock } from "./lua-block.ts";
import { readWords } from "./read-words.ts";

export interface NginxParseOptions {
  /** The path of the first file, for places and relative includes. */
  readonly file: string;
  /** The files that it includes; without one an include stays as it is. */
  readonly source?: FileSource;
}

type Open = NginxDirective & { readonly children: NginxDirective[] };

/** Nobody writes more, and a tree has to be walked. */
const deepestBlock = 100;
const deepestInclude = 20;
const mostDirectives = 2_000_000;
const mostProblems = 50;

/**
 * Reads a configuration as nginx does, includes carried out. What cannot be read is told at its place, and the rest is
 * still read. Text holds a character a byte.
 */
export function parseNginx(text: string, { file, source }: NginxParseOptions): ParsedNginx {
  const problems: SyntaxProblem[] = [];
  const missing: NginxDirective[] = [];
  const directives: NginxDirective[] = [];
  const files: string[] = [];
  const folder = folderOf(file);
  let count = 0;

  readFile(file, text, directives, [], 0);
  return { directives, problems, missing, files };

  function readFile(
    file: string,
    text: string,
    into: NginxDirective[],
    including: readonly string[],
    blocksAbove: number,
  ): void {
    files.push(file);
    const binary = text.indexOf("\0");
    const places = placesIn(file, text);
    if (binary !== -1) {
      problem(places(binary), "This is not a text file: it holds a zero byte. It was not read.");
      return;
    }
    const reader = readWords(text);
    // A byte order mark is no word; nginx skips none, and does not start with one.
    if (text.startsWith("\u00ef\u00bb\u00bf")) {
      problem(places(0), "The file begins with a byte order mark, which nginx takes for a directive. Save it without.");
      reader.position = 3;
    }
    const open: Open[] = [];
    /** Blocks opened below one that is too deep. */
    let skipped = 0;
    let words: string[] = [];
    let start = 0;

    for (let token = reader.next(); token !== null; token = reader.next()) {
      if (count > mostDirectives) {
        problem(places(token.start), `More than ${mostDirectives} directives: the rest was not read.`);
        return;
      }
      switch (token.kind) {
        case "word":
          if (words.length === 0) start = token.start;
          words.push(token.text);
          break;
        case "fault":
          problem(places(token.start), token.message);
          if (words.length === 0) start = token.start;
          // A word is there, and was not understood.
          if (reader.position === token.start) reader.position++;
          break;
        case ";":
          if (words.length === 0) problem(places(token.start), 'Unexpected ";": no directive stands before it.');
          else if (skipped === 0) plain();
          words = [];
          break;
        case "{":
          if (words.length === 0) problem(places(token.start), 'Unexpected "{": no directive stands before it.');
          openBlock(token.start);
          words = [];
          break;
        case "}":
          if (words.length > 0) {
            const name = JSON.stringify((words[0] ?? "").slice(0, 40));
            problem(places(start), `${name} is not ended by ";" before the "}" of line ${places(token.start).line}.`);
            if (skipped === 0) plain();
          }
          words = [];
          if (skipped > 0) skipped--;
          else if (open.pop() === undefined) problem(places(token.start), 'Unexpected "}": no block is open here.');
      }
    }
    if (words.length > 0) {
      problem(places(start), `The file ends before ${JSON.stringify((words[0] ?? "").slice(0, 40))} is ended by ";".`);
    }
    const unclosed = open.slice(-3);
    for (const { name, place } of unclosed.reverse()) {
      problem(place, `The block "${name}" that opens here is never closed. Write "}" where it ends.`);
    }

    function plain(): void {
      const [name = "", ...args] = words;
      const directive = { name, args, place: places(start), children: null };
      count++;
      if (name === "include" && args.length === 1) include(directive, args[0] ?? "");
      else target().push(directive);
    }

    function openBlock(brace: number): void {
      if (skipped > 0) {
        skipped++;
        return;
      }
      if (open.length + blocksAbove >= deepestBlock) {
        problem(places(brace), `This block is in ${deepestBlock} others: it was not read.`);
        skipped = 1;
        return;
      }
      const [name = "", ...args] = words;
      count++;
      if (name.endsWith("_by_lua_block")) {
        const end = endOfLuaBlock(text, brace + 1);
        if (end === null) problem(places(start), `The block "${name}" that opens here is never closed.`);
        const code = text.slice(brace + 1, end ?? text.length);
        target().push({ name, args: [...args, code], place: places(start), children: null });
        reader.position = end === null ? text.length : end + 1;
        return;
      }
      const directive: Open = { name, args, place: places(start), children: [] };
      target().push(directive);
      open.push(directive);
    }

    function target(): NginxDirective[] {
      return open.at(-1)?.children ?? into;
    }

    function include(directive: NginxDirective, pattern: string): void {
      if (source === undefined) {
        target().push(directive);
        return;
      }
      if (source.isElsewhere) {
        missing.push(directive);
        return;
      }
      const paths = pathsOf(pattern, source);
      if (paths.length === 0 && !/[*?[]/.test(pattern)) missing.push(directive);
      for (const path of paths) {
        if (path === file || including.includes(path)) {
          problem(directive.place, `${JSON.stringify(path)} includes itself, by way of this line.`);
          continue;
        }
        if (including.length >= deepestInclude) {
          problem(directive.place, `More than ${deepestInclude} includes within each other.`);
          return;
        }
        const content = source.read(path);
        if (content === null) problem(directive.place, `${JSON.stringify(path)} cannot be read.`);
        else readFile(path, content, target(), [...including, file], blocksAbove + open.length);
      }
    }
  }

  /**
   * Relative to the folder of nginx.conf. Where a part of a configuration is read, that folder is the part's own or one of
   * those above it.
   */
  function pathsOf(pattern: string, source: FileSource): readonly string[] {
    const isPattern = /[*?[]/.test(pattern);
    const candidates = pattern.startsWith("/")
      ? [pattern]
      : [folder, folderOf(folder), folderOf(folderOf(folder))].map((parent) => `${parent}/${pattern}`);
    for (const path of candidates) {
      const found = isPattern ? source.list(path) : source.read(path) === null ? [] : [path];
      if (found.length > 0) return found;
    }
    return [];
  }

  function problem(place: Place, message: string): void {
    if (problems.length < mostProblems) problems.push({ place, message });
  }
}

/** Line and column of a position; positions are asked for in order, but for a few. */
function placesIn(file: string, text: string): (position: number) => Place {
  let line = 1;
  let lineStart = 0;
  let lineEnd = endOfLine(0);
  return (position) => {
    if (position < lineStart) {
      line = 1;
      lineStart = 0;
      lineEnd = endOfLine(0);
    }
    while (lineEnd < position) {
      line++;
      lineStart = lineEnd + 1;
      lineEnd = endOfLine(lineStart);
    }
    return { file, line, column: position - lineStart + 1 };
  };

  function endOfLine(start: number): number {
    const end = text.indexOf("\n", start);
    return end === -1 ? text.length : end;
  }
}

function folderOf(path: string): string {
  const slash = path.lastIndexOf("/");
  return slash === -1 ? "." : path.slice(0, slash) || "/";
}
