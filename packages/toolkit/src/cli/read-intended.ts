import type { Policy } from "@crosscheck/cors";
import { describeLocated } from "../policy-file/located-problem.ts";
import { readPolicyFile } from "../policy-file/read-policy-file.ts";
import { readText } from "../policy-file/read-text.ts";
import { printable } from "../report/printable.ts";
import { policyPlaces } from "./policy-places.ts";

/** The policy that a site is meant to have, and where it says what. */
interface Intended {
  readonly policy: Policy;
  readonly placeOf: ReturnType<typeof policyPlaces>;
}

/** Reads it before anything is sent; sentences when it is none. */
export async function readIntended(
  file: string,
  environment: string | null,
  command: "scan" | "lint" = "scan",
): Promise<Intended | string> {
  const chosen = environment === null ? {} : { environment };
  const { policy, problems, document } = await readPolicyFile(file, { now: new Date(), ...chosen });
  const errors = problems.filter(({ severity }) => severity === "error");
  if (policy === null) {
    const lines = errors.flatMap((problem) => describeLocated(problem).split("\n"));
    return `crosscheck ${command}: --policy cannot be used:\n${lines.map((line) => printable(line, 1_000)).join("\n")}`;
  }
  const source = document === undefined ? await readText(file) : "";
  return { policy, placeOf: policyPlaces(file, policy, document, typeof source === "string" ? source : "") };
}
