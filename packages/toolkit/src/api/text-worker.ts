// The thread that works on texts: whatever a text makes it do, the server goes on, and ends it when its time is up.
import { parentPort } from "node:worker_threads";
import { type TextTaskName, textTasks } from "./text-tasks.ts";

interface TextJob {
  readonly name: TextTaskName;
  readonly request: never;
}

export type TextAnswer = { readonly begun: true } | { readonly outcome: unknown } | { readonly error: unknown };

parentPort?.on("message", ({ name, request }: TextJob) => {
  parentPort?.postMessage({ begun: true } satisfies TextAnswer);
  parentPort?.postMessage(work(name, request));
});

function work(name: TextTaskName, request: never): TextAnswer {
  try {
    return { outcome: textTasks[name](request) };
  } catch (error) {
    return { error };
  }
}
