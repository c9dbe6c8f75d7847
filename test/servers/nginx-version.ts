import { spawnSync } from "node:child_process";
import { nginx } from "./nginx.ts";

/** The version of the nginx that is installed: `[1, 22, 1]`. */
export function nginxVersion(): readonly number[] {
  const { stderr } = spawnSync(nginx.binary, ["-v"], { encoding: "utf8" });
  const [, version = ""] = /nginx\/([\d.]+)/.exec(stderr) ?? [];
  return version.split(".").map(Number);
}
