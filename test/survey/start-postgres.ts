import { type SpawnSyncReturns, spawnSync } from "node:child_process";
import { chmodSync, mkdirSync, mkdtempSync, readdirSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";

/** A PostgreSQL of its own: a socket in a temporary folder, and nobody else's data. */
export interface Postgres {
  readonly url: string;
  query(sql: string): string;
  stop(): void;
  start(): void;
  close(): void;
}

const versions = "/usr/lib/postgresql";

export function startPostgres(): Postgres {
  const newest = readdirSync(versions).toSorted((a, b) => Number(b) - Number(a))[0] ?? "";
  const program = (name: string): string => join(versions, newest, "bin", name);
  const folder = mkdtempSync(join(tmpdir(), "crosscheck-pg-"));
  const data = join(folder, "data");
  mkdirSync(data);
  chmodSync(folder, 0o755);
  // It refuses to run as root.
  const isRoot = process.getuid?.() === 0;
  if (isRoot) run("chown", ["-R", "postgres", folder]);
  const unprivileged = (name: string, ...argv: readonly string[]): SpawnSyncReturns<string> =>
    isRoot ? run("runuser", ["-u", "postgres", "--", program(name), ...argv]) : run(program(name), argv);
  unprivileged("initdb", "-D", data, "-U", "survey", "--auth=trust", "--no-sync");
  const control = (...argv: readonly string[]): void =>
    void unprivileged("pg_ctl", "-D", data, "-w", "-l", join(folder, "log"), ...argv);
  const start = (): void => control("start", "-o", `-c listen_addresses= -k ${folder} -c fsync=off`);
  start();
  return {
    url: `postgres://survey@localhost/postgres?host=${folder}`,
    query: (sql) =>
      unprivileged("psql", "-h", folder, "-U", "survey", "-d", "postgres", "-At", "-c", sql).stdout.trim(),
    start,
    stop: () => control("stop", "-m", "immediate"),
    close: () => {
      control("stop", "-m", "immediate");
      rmSync(folder, { recursive: true, force: true });
    },
  };
}

function run(command: string, argv: readonly string[]): SpawnSyncReturns<string> {
  const ended = spawnSync(command, argv, { encoding: "utf8", stdio: ["ignore", "pipe", "pipe"], cwd: "/" });
  if (ended.status !== 0) throw new Error(`${command} ${argv.join(" ")}: ${ended.error?.message ?? ended.stderr}`);
  return ended;
}
