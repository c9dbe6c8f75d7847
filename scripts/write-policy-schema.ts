import { writeFileSync } from "node:fs";
import { policySchema } from "../packages/toolkit/src/policy-file/policy-schema.ts";

/** Writes the JSON Schema of the policy file, which is kept as data beside its reader, to where editors find it. */
const file = new URL("../packages/toolkit/schema/policy-v1.json", import.meta.url);
writeFileSync(file, `${JSON.stringify(policySchema, null, 2)}\n`);
