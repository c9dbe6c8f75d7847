import type { Command } from "crosscheck/cli/command";

/** A line in the table of the survey's commands: its module is loaded when it is asked for. */
export interface Subcommand {
  readonly name: string;
  readonly summary: string;
  readonly load: () => Promise<Command>;
}

// biome-ignore format: one command per line
export const subcommands: readonly Subcommand[] = [
  { name: "plan",    summary: "what a run would ask, and how long it would take", load: async () => (await import("./plan.ts")).command },
  { name: "run",     summary: "gather what the sites of a list answer, and judge it", load: async () => (await import("./run.ts")).command },
  { name: "status",  summary: "how far a run is",                                 load: async () => (await import("./status.ts")).command },
  { name: "judge",   summary: "judge what is stored again, without a packet",     load: async () => (await import("./judge.ts")).command },
  { name: "report",  summary: "tables and charts beside the published studies", load: async () => (await import("./report.ts")).command },
  { name: "export",  summary: "one scan a line: ndjson, csv, parquet",            load: async () => (await import("./export.ts")).command },
  { name: "enqueue", summary: "put a list into PostgreSQL, for several machines", load: async () => (await import("./enqueue.ts")).command },
  { name: "work",    summary: "gather what a PostgreSQL's queue has",             load: async () => (await import("./work.ts")).command },
  { name: "collect", summary: "copy a PostgreSQL's run into a folder, and judge it", load: async () => (await import("./collect.ts")).command },
];
