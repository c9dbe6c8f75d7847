import { apacheTarget, htaccessTarget } from "./apache/apache-target.ts";
import { webConfigTarget } from "./iis/web-config-target.ts";
import type { LintTarget } from "./lint-target.ts";
import { nginxTarget } from "./nginx/nginx-target.ts";

/** Every kind of configuration that can be linted, in the order of the help. */
export const lintTargets: readonly LintTarget[] = [nginxTarget, apacheTarget, htaccessTarget, webConfigTarget];

/** The kind that a file looks like: by its name, else by its text; null for none of them. */
export function detectTarget(
  file: string,
  text: string,
  targets: readonly LintTarget[] = lintTargets,
): LintTarget | null {
  const by = (how: "by name" | "by text"): LintTarget | undefined =>
    targets.find((target) => target.detect(file, text) === how);
  return by("by name") ?? by("by text") ?? null;
}
