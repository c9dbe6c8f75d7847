import { printable } from "../report/printable.ts";
import type { Io } from "./command.ts";

/** One line on a terminal that says what is being asked; nothing where standard error is none. */
export function progressLine({ stderr }: Io): { readonly show: (message: string) => void; readonly clear: () => void } {
  if (stderr.isTTY !== true) return { show: () => {}, clear: () => {} };
  const width = Math.max(20, (stderr.columns ?? 80) - 1);
  let shown = false;
  return {
    show: (message) => {
      shown = true;
      stderr.write(`\r\u001b[2K${printable(message).slice(0, width)}`);
    },
    clear: () => {
      if (shown) stderr.write("\r\u001b[2K");
      shown = false;
    },
  };
}
