import { setTimeout as wait } from "node:timers/promises";
import {
  type BrowserCase,
  type CaseOutcome,
  collapseOrigins,
  expandOrigins,
  type StepOutcome,
} from "./browser-case.ts";
import type { BrowserDriver } from "./browser-driver.ts";
import type { TruthServer } from "./truth-server.ts";

/** What a browser did with a case; origins are tokens. */
export interface RecordedCase {
  readonly case: BrowserCase;
  readonly outcome: CaseOutcome;
  readonly messages: readonly string[];
}

const batchSize = 100;

/** Runs every case in the browser, a batch at a time. */
export async function runCases(
  driver: BrowserDriver,
  server: TruthServer,
  cases: readonly BrowserCase[],
  onBatch: (records: readonly RecordedCase[]) => void,
): Promise<void> {
  await driver.open(`${server.origins.page}/control`);
  for (let start = 0; start < cases.length; start += batchSize) {
    const batch = cases.slice(start, start + batchSize);
    const expanded = expandOrigins(batch, server.origins);
    server.serve(expanded);
    const work = expanded.map(({ answers, family, ...asked }) => asked);
    const results = (await server.ask(work, 120_000)) as Record<string, StepOutcome[]>;
    // The console is told after the page.
    await wait(250);
    const byCase = messagesByCase(await driver.takeMessages());
    onBatch(
      batch.map((one) => {
        const outcome: CaseOutcome = { steps: results[one.id] ?? [], wire: server.wireOf(one.id) };
        return collapseOrigins({ case: one, outcome, messages: byCase.get(one.id) ?? [] }, server.origins);
      }),
    );
  }
}

/** By the identifier in a message's URL. WebKit gives the reason in a line of its own, without URL, before the one that has it. */
function messagesByCase(messages: readonly string[]): Map<string, string[]> {
  const byCase = new Map<string, string[]>();
  let before: string[] = [];
  for (const message of messages) {
    const id = /\/(k[0-9a-z]+-\d+)\//.exec(message)?.[1];
    if (id !== undefined) {
      byCase.set(id, [...(byCase.get(id) ?? []), ...before, message]);
      before = [];
    } else if (message.startsWith("CONSOLE SECURITY ERROR")) {
      // Of several, the earlier ones belong to elements, whose second line has no URL.
      before = [message];
    }
  }
  return byCase;
}
