import { type ChildProcess, spawn } from "node:child_process";
import { once } from "node:events";
import { setTimeout as wait } from "node:timers/promises";

/** A program in a group of its own, so that its children end with it. */
export function startGroup(
  program: string,
  args: readonly string[],
  variables: Readonly<Record<string, string>>,
): ChildProcess {
  const child = spawn(program, args, {
    detached: true,
    env: { ...process.env, ...variables },
    stdio: ["ignore", "ignore", "pipe"],
  });
  child.on("error", () => {});
  return child;
}

export async function endGroup(child: ChildProcess): Promise<void> {
  if (child.pid === undefined || child.exitCode !== null || child.signalCode !== null) return;
  const ended = once(child, "exit");
  signal(child.pid, "SIGTERM");
  await Promise.race([ended, wait(2_000, undefined, { ref: false })]);
  signal(child.pid, "SIGKILL");
  await Promise.race([ended, wait(2_000, undefined, { ref: false })]);
}

function signal(pid: number, name: NodeJS.Signals): void {
  try {
    process.kill(-pid, name);
  } catch {
    // It is gone already.
  }
}
