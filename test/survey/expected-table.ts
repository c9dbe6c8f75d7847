import type { FarmSite, Fate } from "./farm-sites.ts";

const classOf: Readonly<Record<Fate, string>> = {
  answers: "answered",
  slow: "answered",
  refuses: "refused",
  silent: "timeout",
  resets: "tls", // It resets at the first byte, which is the handshake's.
  "no-such-name": "no-such-name",
  "server-failure": "name-server-failure",
  error: "http-error",
  wall: "bot-wall",
};

/** What is true of a farm: so many hosts in each class and in each row of the survey's table. */
export interface ExpectedTable {
  readonly classes: Readonly<Record<string, number>>;
  readonly rows: Readonly<Record<string, number>>;
}

export function expectedTable(sites: readonly FarmSite[]): ExpectedTable {
  return {
    classes: counted(sites.map(({ fate }) => classOf[fate])),
    rows: counted(sites.flatMap(({ kind }) => kind?.truth ?? [])),
  };
}

/** Names and how often each is there, in the names' order. */
export function counted(names: readonly string[]): Readonly<Record<string, number>> {
  const counts: Record<string, number> = {};
  for (const name of names.toSorted()) counts[name] = (counts[name] ?? 0) + 1;
  return counts;
}
