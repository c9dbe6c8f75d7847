import { mkdirSync, rmSync, writeFileSync } from "node:fs";
import { learnPages } from "./learn-pages.ts";

/** Writes docs/learn anew. */
const folder = new URL("../docs/learn/", import.meta.url);
rmSync(folder, { recursive: true, force: true });
mkdirSync(folder, { recursive: true });
for (const [name, text] of learnPages()) writeFileSync(new URL(name, folder), text);
