import { mkdirSync, rmSync, writeFileSync } from "node:fs";
import { checkPages } from "./check-pages.ts";

/** Writes docs/checks anew. */
const folder = new URL("../docs/checks/", import.meta.url);
rmSync(folder, { recursive: true, force: true });
mkdirSync(folder, { recursive: true });
for (const [name, text] of checkPages()) writeFileSync(new URL(name, folder), text);
