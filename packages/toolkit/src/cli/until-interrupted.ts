import process from "node:process";

const signals = ["SIGINT", "SIGTERM", "SIGHUP"] as const;

/** One Ctrl-C may arrive twice, from the terminal and from a launcher that passes it on. */
const echoMs = 500;

/** Resolves at the first request to end; a later one ends the process at once. `dispose` gives the signals back. */
export function untilInterrupted(): { readonly signal: Promise<void>; readonly dispose: () => void } {
  let listener = (): void => {};
  const dispose = (): void => {
    for (const signal of signals) process.off(signal, listener);
  };
  const signal = new Promise<void>((resolve) => {
    listener = () => {
      resolve();
      setTimeout(dispose, echoMs).unref();
    };
    for (const name of signals) process.on(name, listener);
  });
  return { signal, dispose };
}
