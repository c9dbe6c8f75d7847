// The thread that works on texts: whatever a text makes it do, the server goes on, and ends it when its time is up.
import { parentPort } from "node:worker_threads";
import { type TextTaskName, textTasks } from "./text-tasks.ts";

interface TextJob {
  readonly name: TextTaskName;
  readonly request: never;
}

export type TextAnswer =
  | { readonly begun: true }
  | { readonly tooLarge: true }
  | { readonly outcome: unknown }
  | { readonly error: unknown };

parentPort?.on("message", ({ name, request }: TextJob) => {
  parentPort?.postMessage({ begun: true } satisfies TextAnswer);
  parentPort?.postMessage(work(name, request));
});

/** Characters as JSON. To hand on and write more than this would keep the server from everybody else. */
const largestOutcome = 8_000_000;

function work(name: TextTaskName, request: never): TextAnswer {
  try {
    const outcome = textTasks[name](request);
    return JSON.stringify(outcome).length > largestOutcome ? { tooLarge: true } : { outcome };
  } catch (error) {
    return { error };
  }
}
