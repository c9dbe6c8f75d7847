// `npm run suffixes`: writes the table of public suffixes from the list that the npm package tldts carries.
import { readFileSync, writeFileSync } from "node:fs";
import { publicSuffixTable } from "./public-suffix-table.ts";

const target = new URL("../packages/cors/src/policy/public-suffix-list.ts", import.meta.url);
const text = await publicSuffixTable();
if (text !== readFileSync(target, "utf8")) writeFileSync(target, text);
