import { printable } from "../report/printable.ts";
import type { Io } from "./command.ts";

/** One line on a terminal that says what is being done; nothing where standard error is none. */
export interface ProgressLine {
  readonly show: (message: string) => void;
  /** One of several is done. */
  readonly step: (failed: boolean) => void;
  readonly clear: () => void;
}

const barWidth = 20;

/** @param total of several, a bar says how many are done */
export function progressLine({ stderr }: Io, total = 1): ProgressLine {
  if (stderr.isTTY !== true) return { show: () => {}, step: () => {}, clear: () => {} };
  const width = Math.max(20, (stderr.columns ?? 80) - 1);
  let shown = false;
  let done = 0;
  let failures = 0;
  let last = "";
  const draw = (): void => {
    shown = true;
    stderr.write(`\r\u001b[2K${`${bar()}${last}`.slice(0, width)}`);
  };
  return {
    show: (message) => {
      last = printable(message);
      draw();
    },
    step: (failed) => {
      done++;
      if (failed) failures++;
      if (total > 1) draw();
    },
    clear: () => {
      if (shown) stderr.write("\r\u001b[2K");
      shown = false;
    },
  };

  function bar(): string {
    if (total <= 1) return "";
    const full = Math.floor((done / total) * barWidth);
    const failed = failures === 0 ? "" : `, ${failures} failed`;
    return `${"█".repeat(full)}${"░".repeat(barWidth - full)} ${done}/${total}${failed}  `;
  }
}
