import { type Style, styles } from "../report/style.ts";
import type { Io } from "./command.ts";

/** Colours where standard output is a terminal that wants them. https://no-color.org/ */
export function terminalStyle({ stdout, env }: Io): Style {
  const noColor = (env.NO_COLOR ?? "") !== "" || env.TERM === "dumb";
  return styles(stdout.isTTY === true && !noColor);
}
