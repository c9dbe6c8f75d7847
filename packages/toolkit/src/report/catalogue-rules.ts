import { catalogue } from "../checks/catalogue/index.ts";
import { headerTests } from "../headers/header-tests.ts";
import type { SarifRule } from "./sarif-log.ts";

/** Every check of the catalogue and every test of the other headers, as rules. */
export const catalogueRules: readonly SarifRule[] = [
  ...catalogue.map(({ id, title, why, fix, spec, cwe, cvss }) => ({ id, title, why, fix, spec, cwe, cvss })),
  ...headerTests.map(({ id, title, why, fix, spec }) => ({ id, title, why, fix, spec, cwe: [], cvss: null })),
];
