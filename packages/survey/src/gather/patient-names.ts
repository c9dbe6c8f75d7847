import type { ClientFailure } from "crosscheck/scan/http-client";
import { type BulkNames, isLookupFailure } from "./bulk-names.ts";

/** Names whose server may stop answering for a while: what it did not say is asked again when it is back. */
export interface PatientNames {
  /** The addresses, or why there are none; null when the server stayed away for longer than the patience, or we end. */
  resolve(host: string, signal: AbortSignal): Promise<readonly string[] | ClientFailure | null>;
  readonly isAway: boolean;
}

export interface Patience {
  readonly milliseconds: number;
  readonly onNotice: (sentence: string) => void;
}

/** So many lookups in a row without an answer are the name server's fault, not the names'. */
const deadAfter = 40;

export const nameServerGone =
  "The name server does not answer, so the run was stopped: it would take every site for gone. What was gathered is stored. Check the network, or name another with --resolver, and go on with --resume.";

export function patientNames(names: BulkNames, { milliseconds, onNotice }: Patience): PatientNames {
  let awaySince: number | null = null;

  /** True when it answers again. */
  async function isBack(host: string, signal: AbortSignal): Promise<boolean> {
    if (awaySince === null) {
      awaySince = performance.now();
      onNotice(`The name server does not answer. The run waits for it, ${milliseconds / 1_000} s at most.`);
    }
    while (!signal.aborted) {
      await new Promise((wake) => setTimeout(wake, 500 + Math.random() * 1_000));
      if (awaySince !== null && performance.now() - awaySince > milliseconds) return false;
      if (names.unanswered >= deadAfter) await names.resolve(host, signal);
      if (names.unanswered >= deadAfter) continue;
      if (awaySince !== null) {
        awaySince = null;
        onNotice("The name server answers again: the run goes on.");
      }
      return true;
    }
    return false;
  }

  return {
    get isAway() {
      return awaySince !== null;
    },
    resolve: async (host, signal) => {
      for (;;) {
        const found = await names.resolve(host, signal);
        if (!isLookupFailure(found) || names.unanswered < deadAfter) return found;
        if (!(await isBack(host, signal))) return null;
      }
    },
  };
}
