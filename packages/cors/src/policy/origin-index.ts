import type { OriginPattern } from "./policy.ts";

/** Answers, for one list of patterns, what another pattern has in common with it, without going through the list. */
export interface OriginIndex {
  /** Whether one pattern of the list covers every origin that this one covers. */
  readonly covers: (pattern: OriginPattern) => boolean;
  /** Whether a pattern of the list that is not narrower than this one covers an origin that this one covers too. */
  readonly touches: (pattern: OriginPattern) => boolean;
}

type Ports = ReadonlySet<OriginPattern["port"]>;
/** Whether the ports of one host, in the list, do for a pattern's port. */
type PortTest = (ports: Ports, port: OriginPattern["port"]) => boolean;
type InLabel = { readonly before: string; readonly after: string; readonly ports: Ports };
type LabelTest = (wide: InLabel, narrow: InLabel) => boolean;

const portsCover: PortTest = (ports, port) => ports.has("*") || ports.has(port);
const portsMeet: PortTest = (ports, port) => port === "*" || portsCover(ports, port);

/**
 * Indexes a list of patterns by scheme and host.
 *
 * NOTE: "one pattern covers it" is "the list covers it", except where a list spells out every port or every next character
 * of an in-label wildcard. There `covers` says no, and a change is reported that is none: never the other way round.
 */
export function indexOrigins(patterns: readonly OriginPattern[]): OriginIndex {
  const hosts = new Map<string, Set<OriginPattern["port"]>>();
  const bases = new Map<string, Set<OriginPattern["port"]>>();
  const inLabel = new Map<string, InLabel[]>();
  const texts = new Set(patterns.map(({ text }) => text));
  for (const pattern of patterns) {
    const { scheme, host, wildcard, port } = pattern;
    if (wildcard === "none") addPort(hosts, `${scheme}://${host}`, port);
    else if (wildcard === "subdomains") addPort(bases, `${scheme}://${host}`, port);
    else if (wildcard === "in-label") {
      const key = `${scheme}://${restOf(host)}`;
      const known = inLabel.get(key);
      if (known === undefined) inLabel.set(key, [labelOf(pattern)]);
      else known.push(labelOf(pattern));
    }
  }

  const find = (pattern: OriginPattern, portsFit: PortTest, labelFits: LabelTest) => {
    const { text, scheme, host, wildcard, port } = pattern;
    if (texts.has(text)) return true;
    if (wildcard === "null") return false;
    const fits = (ports: Ports | undefined) => ports !== undefined && portsFit(ports, port);
    if (wildcard === "none" && fits(hosts.get(`${scheme}://${host}`))) return true;
    if (wildcard === "subdomains" && fits(bases.get(`${scheme}://${host}`))) return true;
    // `*.` covers what is below its base, never the base.
    for (let dot = host.indexOf("."); dot !== -1; dot = host.indexOf(".", dot + 1)) {
      if (fits(bases.get(`${scheme}://${host.slice(dot + 1)}`))) return true;
    }
    if (wildcard === "subdomains") return false;
    const label = labelOf(pattern);
    const others = inLabel.get(`${scheme}://${restOf(host)}`) ?? [];
    return others.some(
      (wide) => portsFit(wide.ports, port) && (wildcard === "none" ? isIn(wide, host) : labelFits(wide, label)),
    );
  };
  return {
    covers: (pattern) => find(pattern, portsCover, labelCovers),
    touches: (pattern) => find(pattern, portsMeet, labelsMeet),
  };
}

/** Whether the two lists have an origin in common. */
export function originsMeet(
  list: readonly OriginPattern[],
  index: OriginIndex,
  otherList: readonly OriginPattern[],
  otherIndex: OriginIndex,
): boolean {
  return list.some((pattern) => otherIndex.touches(pattern)) || otherList.some((pattern) => index.touches(pattern));
}

function addPort(map: Map<string, Set<OriginPattern["port"]>>, key: string, port: OriginPattern["port"]): void {
  const ports = map.get(key);
  if (ports === undefined) map.set(key, new Set([port]));
  else ports.add(port);
}

/** The host after its first label; empty when it has one only. */
function restOf(host: string): string {
  const dot = host.indexOf(".");
  return dot === -1 ? "" : host.slice(dot + 1);
}

function labelOf({ host, port }: Pick<OriginPattern, "host" | "port">): InLabel {
  const [label = ""] = host.split(".", 1);
  const [before = "", after = ""] = label.split("*");
  return { before, after, ports: new Set([port]) };
}

/** What an in-label `*` stands for. */
const filling = /^[a-z0-9-]*$/;

function isIn({ before, after }: InLabel, host: string): boolean {
  const [label = ""] = host.split(".", 1);
  if (label.length <= before.length + after.length || !label.startsWith(before) || !label.endsWith(after)) return false;
  return filling.test(label.slice(before.length, label.length - after.length));
}

function labelCovers(wide: InLabel, narrow: InLabel): boolean {
  return (
    narrow.before.startsWith(wide.before) &&
    narrow.after.endsWith(wide.after) &&
    filling.test(narrow.before.slice(wide.before.length)) &&
    filling.test(narrow.after.slice(0, narrow.after.length - wide.after.length))
  );
}

/** `a*-x` and `ab*` meet in `ab-x`: each side's shorter text begins, or ends, the longer one. */
function labelsMeet(one: InLabel, other: InLabel): boolean {
  const [shortBefore, longBefore] = byLength(one.before, other.before);
  const [shortAfter, longAfter] = byLength(one.after, other.after);
  return (
    longBefore.startsWith(shortBefore) &&
    longAfter.endsWith(shortAfter) &&
    filling.test(longBefore.slice(shortBefore.length)) &&
    filling.test(longAfter.slice(0, longAfter.length - shortAfter.length))
  );
}

function byLength(a: string, b: string): readonly [short: string, long: string] {
  return a.length <= b.length ? [a, b] : [b, a];
}
