import { readdirSync, statSync } from "node:fs";
import { join } from "node:path";

/** The test files among these paths, as paths below the checkout; folders of resources apart. */
export function testFiles(checkout: string, paths: readonly string[]): string[] {
  return paths.flatMap((path) => {
    if (!statSync(join(checkout, path)).isDirectory()) return [path];
    return readdirSync(join(checkout, path))
      .filter((name) => /\.(?:any\.js|window\.js|html?)$/.test(name))
      .sort()
      .map((name) => `${path}/${name}`);
  });
}
