import process from "node:process";

const signals = ["SIGINT", "SIGTERM", "SIGHUP"] as const;

/** Resolves at the first request to end; a second one ends the process at once. `dispose` gives the signals back. */
export function untilInterrupted(): { readonly signal: Promise<void>; readonly dispose: () => void } {
  let listener = (): void => {};
  const dispose = (): void => {
    for (const signal of signals) process.off(signal, listener);
  };
  const signal = new Promise<void>((resolve) => {
    listener = () => {
      resolve();
      dispose();
    };
    for (const name of signals) process.on(name, listener);
  });
  return { signal, dispose };
}
