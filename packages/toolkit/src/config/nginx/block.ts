import { compilePcre, type Pcre } from "../pcre.ts";
import type { NginxDirective } from "./directive.ts";
import { NotModelled } from "./not-modelled.ts";

export type BlockKind = "http" | "server" | "location" | "if" | "limit_except";

/** `http`, a server, a location, or an `if` and a `limit_except`, which are locations without a name. */
export interface Block {
  readonly kind: BlockKind;
  readonly directive: NginxDirective | null;
  readonly children: readonly NginxDirective[];
  readonly parent: Block | null;
  /** The directives of this very block, by name. */
  readonly own: ReadonlyMap<string, readonly NginxDirective[]>;
  /** How a location is chosen; null for the others. */
  readonly match: LocationMatch | null;
  readonly locations: Locations;
  /** The blocks of its `if` and `limit_except`, made when they are first met. */
  readonly inner: Map<NginxDirective, Block>;
}

export interface LocationMatch {
  readonly kind: "exact" | "prefix" | "prefix-only" | "regex" | "named";
  readonly text: string;
  readonly regex: Pcre | null;
}

interface Locations {
  readonly exact: ReadonlyMap<string, Block>;
  /** The longest first. */
  readonly prefixes: readonly Block[];
  readonly regexes: readonly Block[];
  readonly named: ReadonlyMap<string, Block>;
}

const nginxDialect = { dollar: "before-newline", dot: "no-newline" } as const;

/** A regular expression of nginx; one without a counterpart is not modelled. */
export function nginxRegex(source: string, caseless: boolean, directive: NginxDirective): Pcre {
  const compiled = compilePcre(source, caseless ? "i" : "", nginxDialect);
  if (compiled === null) throw new NotModelled(`the regular expression ${source.slice(0, 80)}`, directive.place);
  return compiled;
}

export function makeBlock(
  kind: BlockKind,
  directive: NginxDirective | null,
  children: readonly NginxDirective[],
  parent: Block | null,
  match: LocationMatch | null = null,
): Block {
  const own = new Map<string, NginxDirective[]>();
  for (const child of children) {
    const list = own.get(child.name);
    if (list === undefined) own.set(child.name, [child]);
    else list.push(child);
  }
  let locations: Locations | null = null;
  const block: Block = {
    kind,
    directive,
    children,
    parent,
    own,
    match,
    inner: new Map(),
    get locations() {
      locations ??= locationsOf(block);
      return locations;
    },
  };
  return block;
}

/** The block of an `if` or a `limit_except`. */
export function innerBlock(parent: Block, directive: NginxDirective): Block {
  const known = parent.inner.get(directive);
  if (known !== undefined) return known;
  const kind = directive.name === "if" ? "if" : "limit_except";
  const made = makeBlock(kind, directive, directive.children ?? [], parent);
  parent.inner.set(directive, made);
  return made;
}

/** The directives of one of these names that count in a block: those of the nearest block that has any. */
export function inherited(block: Block, ...names: readonly string[]): readonly NginxDirective[] {
  for (let at: Block | null = block; at !== null; at = at.parent) {
    const present = names.filter((name) => at?.own.has(name));
    const [first] = present;
    if (first === undefined) continue;
    // `http` may have thousands of children: they are looked at one by one only where two names' order counts.
    if (present.length === 1) return at.own.get(first) ?? [];
    return at.children.filter((child) => present.includes(child.name));
  }
  return [];
}

/** The first word of the directive that counts. */
export function setting(block: Block, name: string): string | null {
  return inherited(block, name).at(-1)?.args[0] ?? null;
}

function locationsOf(parent: Block): Locations {
  const exact = new Map<string, Block>();
  const prefixes: Block[] = [];
  const regexes: Block[] = [];
  const named = new Map<string, Block>();
  for (const directive of parent.own.get("location") ?? []) {
    const match = matchOf(directive);
    const block = makeBlock("location", directive, directive.children ?? [], parent, match);
    if (match.kind === "exact") exact.set(match.text, block);
    else if (match.kind === "regex") regexes.push(block);
    else if (match.kind === "named") named.set(match.text, block);
    else prefixes.push(block);
  }
  prefixes.sort((left, right) => (right.match?.text.length ?? 0) - (left.match?.text.length ?? 0));
  return { exact, prefixes, regexes, named };
}

function matchOf(directive: NginxDirective): LocationMatch {
  const [first = "", second] = directive.args;
  if (second !== undefined) {
    if (first === "=") return { kind: "exact", text: second, regex: null };
    if (first === "^~") return { kind: "prefix-only", text: second, regex: null };
    return { kind: "regex", text: second, regex: lazyRegex(second, first === "~*", directive) };
  }
  // The modifier may be written together with the name.
  if (first.startsWith("=")) return { kind: "exact", text: first.slice(1), regex: null };
  if (first.startsWith("^~")) return { kind: "prefix-only", text: first.slice(2), regex: null };
  if (first.startsWith("~*")) {
    return { kind: "regex", text: first.slice(2), regex: lazyRegex(first.slice(2), true, directive) };
  }
  if (first.startsWith("~")) {
    return { kind: "regex", text: first.slice(1), regex: lazyRegex(first.slice(1), false, directive) };
  }
  if (first.startsWith("@")) return { kind: "named", text: first, regex: null };
  return { kind: "prefix", text: first, regex: null };
}

function lazyRegex(source: string, caseless: boolean, directive: NginxDirective): Pcre {
  let compiled: Pcre | null = null;
  return {
    exec: (subject) => {
      compiled ??= nginxRegex(source, caseless, directive);
      return compiled.exec(subject);
    },
  };
}
