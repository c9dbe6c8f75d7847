import type { Directive, FileSource, ParsedApache, Place, SyntaxProblem } from "./directive.ts";
import { includePaths } from "./include-paths.ts";
import { type LogicalLine, logicalLines } from "./logical-lines.ts";
import { isTrue } from "./static-conditions.ts";
import { firstWord, words } from "./words.ts";

export interface ParseOptions {
  /** The path of the first file, for places and relative includes. */
  readonly file: string;
  /** The files that it includes; without one an include is only told. */
  readonly source?: FileSource;
  /** What `<IfDefine>` and `${…}` know from outside: `-D` and the environment. */
  readonly defines?: ReadonlyMap<string, string>;
  readonly version?: readonly number[];
}

/** Apache allows as many. https://github.com/apache/httpd/blob/2.4.62/server/core.c#L66 */
const deepestInclude = 20;
/** Nobody writes more, and a parser has to end. */
const deepestSection = 64;
const mostLines = 2_000_000;

interface OpenSection {
  readonly directive: Directive & { readonly children: Directive[] };
  /** A condition on the configuration itself: what is in it goes where it stands, or nowhere. */
  readonly condition: "met" | "unmet" | null;
}

/**
 * Reads a configuration as Apache does when it starts: includes, defines and `<IfModule>` are carried out. What cannot be
 * read is told at its place, and the rest is still read.
 */
export function parseApache(text: string, options: ParseOptions): ParsedApache {
  const problems: SyntaxProblem[] = [];
  const missing: Directive[] = [];
  const directives: Directive[] = [];
  const files: string[] = [];
  const defines = new Map(options.defines);
  let modules: Set<string> | null = null;
  let serverRoot = folderOf(options.file);
  let lines = 0;

  readFile(options.file, text, directives, [], 0);
  return { directives, problems, missing, modules, files };

  function readFile(file: string, content: string, into: Directive[], including: readonly string[], depth: number) {
    files.push(file);
    const binary = content.indexOf("\0");
    if (binary !== -1) {
      const line = content.slice(0, binary).split("\n").length;
      problem({ file, line, column: 1 }, "This is not a text file: it holds a zero byte. It was not read.");
      return;
    }
    const open: OpenSection[] = [];
    /** Sections opened below one that is left out, or too deep. */
    let skipped = 0;
    const target = (): Directive[] => open.findLast(({ condition }) => condition === null)?.directive.children ?? into;

    for (const logical of logicalLines(content)) {
      if (++lines > mostLines) {
        problem({ file, line: logical.line, column: 1 }, `More than ${mostLines} lines: the rest was not read.`);
        return;
      }
      const place = { file, line: logical.line, column: logical.column };
      const isLeftOut = open.at(-1)?.condition === "unmet";
      if (skipped > 0 || isLeftOut) {
        if (logical.text.startsWith("</")) {
          if (skipped > 0) skipped--;
          else close(logical.text, place);
        } else if (logical.text.startsWith("<")) skipped++;
        continue;
      }
      if (logical.text.startsWith("</")) close(logical.text, place);
      else readLine(logical, place);
    }
    for (const { directive } of open.reverse()) {
      problem(
        directive.place,
        `<${directive.name}> is never closed. Write </${directive.name}> where it ends; Apache does not start without.`,
      );
    }

    function readLine({ text: line }: LogicalLine, place: Place): void {
      const { word: first, rest } = firstWord(resolve(line, place));
      if (first.startsWith("<")) {
        openSection(first, rest, place);
        return;
      }
      const directive: Directive = {
        name: first,
        key: first.toLowerCase(),
        rest,
        words: words(rest),
        place,
        children: null,
      };
      if (/^[^A-Za-z]/.test(first)) {
        problem(place, `${JSON.stringify(first.slice(0, 40))} is no directive. Is this an Apache configuration?`);
        return;
      }
      if (!carryOut(directive)) target().push(directive);
    }

    function openSection(first: string, rest: string, place: Place): void {
      const name = first.slice(1).replace(/>$/, "");
      const whole = first.endsWith(">") && rest === "" ? ">" : rest;
      const end = whole.lastIndexOf(">");
      if (end === -1) problem(place, `<${name}> has no closing ">". Write <${name} …>.`);
      const inside = (end === -1 ? whole : whole.slice(0, end)).trim();
      const key = name.toLowerCase();
      const directive = { name, key, rest: inside, words: words(inside), place, children: [] };
      if (open.length >= deepestSection) {
        problem(place, `<${name}> is in ${deepestSection} other sections: it was not read.`);
        skipped++;
        return;
      }
      const met = isTrue(key, directive.words, { defines, modules, version: options.version ?? [2, 4, 62] });
      if (met === null) target().push(directive);
      open.push({ directive, condition: met === null ? null : met ? "met" : "unmet" });
    }

    function close(line: string, place: Place): void {
      const name = line.slice(2).replace(/>\s*$/, "").trim();
      const last = open.at(-1);
      if (last === undefined) {
        problem(place, `</${name}> closes nothing: no section is open here.`);
        return;
      }
      if (last.directive.key === name.toLowerCase()) {
        open.pop();
        return;
      }
      const opened = open.findLastIndex(({ directive }) => directive.key === name.toLowerCase());
      const { name: expected, place: from } = last.directive;
      problem(place, `</${expected}> is expected here, for the one of line ${from.line}, and </${name}> stands here.`);
      if (opened !== -1) open.length = opened;
    }

    /** Whether a directive is one that Apache carries out while it reads. */
    function carryOut(directive: Directive): boolean {
      const [first = "", second] = directive.words;
      switch (directive.key) {
        case "define":
          defines.set(first, second ?? "");
          return true;
        case "undefine":
          defines.delete(first);
          return true;
        case "serverroot":
          serverRoot = first;
          return true;
        case "loadmodule":
          modules ??= new Set();
          modules.add(first);
          return true;
        case "include":
        case "includeoptional":
          include(directive, first);
          return true;
        default:
          return false;
      }
    }

    function include(directive: Directive, pattern: string): void {
      const { place } = directive;
      const { source } = options;
      if (source === undefined) {
        // What is there may matter, and is not known.
        target().push(directive);
        return;
      }
      if (source.isElsewhere) {
        missing.push(directive);
        return;
      }
      const paths = includePaths(pattern, serverRoot, source);
      if (paths.length === 0 && directive.key === "include") {
        problem(place, `There is no file ${JSON.stringify(pattern)}. Apache does not start without it.`);
      }
      for (const path of paths) {
        if (including.includes(path) || path === file) {
          problem(place, `${JSON.stringify(path)} includes itself, by way of this line.`);
          continue;
        }
        if (depth >= deepestInclude) {
          problem(place, `More than ${deepestInclude} includes within each other.`);
          return;
        }
        const content = source.read(path);
        if (content === null) problem(place, `${JSON.stringify(path)} cannot be read.`);
        else readFile(path, content, target(), [...including, file], depth + 1);
      }
    }
  }

  /** `${NAME}`, put in where the name is known. One with a colon is mod_rewrite's. */
  function resolve(line: string, place: Place): string {
    if (!line.includes("${")) return line;
    return line.replace(/\$\{([^}:]*)\}/g, (whole, name: string) => {
      const value = defines.get(name);
      if (value === undefined) {
        problem(place, `${whole} is not defined, and stays as it is. Write "Define ${name} …" before this line.`);
      }
      return value ?? whole;
    });
  }

  function problem(place: Place, message: string): void {
    problems.push({ place, message });
  }
}

function folderOf(path: string): string {
  const slash = path.lastIndexOf("/");
  return slash === -1 ? "." : path.slice(0, slash) || "/";
}
