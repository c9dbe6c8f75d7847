import { writeFileSync } from "node:fs";
import { browsersPage } from "./browsers-page.ts";

/** `npm run docs:browsers`: writes docs/browsers.md from the profiles. */
writeFileSync(new URL("../docs/browsers.md", import.meta.url), browsersPage());
