import { readFileSync } from "node:fs";
import type { Truth } from "./browser-truth.ts";

/** What the browser showed when it was last asked: `npm run test:farm -- --record`. */
export const truthFile: URL = new URL("./truth.json", import.meta.url);

export function readTruth(): Truth {
  return JSON.parse(readFileSync(truthFile, "utf8")) as Truth;
}
