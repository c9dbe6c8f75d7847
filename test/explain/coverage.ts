import { type Cause, sortCauses } from "../../packages/toolkit/src/explain/cause.ts";
import type { Measured } from "./measure.ts";
import type { Recording } from "./recording.ts";

export interface MeasuredEngine {
  readonly engine: Recording["engine"];
  readonly version: string;
  readonly measured: readonly Measured[];
}

/** Cause × engine × evidence: how many recordings are explained by the exact set, of how many. `–`: it cannot be shown there. */
export function coverageMatrix(engines: readonly MeasuredEngine[]): string {
  const kinds = ["har", "console"] as const;
  const causes = sortCauses(engines.flatMap(({ measured }) => measured.map(({ record }) => record.cause)));
  const head = ["", ...engines.flatMap(({ engine }) => kinds.map((kind) => `${engine} ${kind}`))];
  const rows = causes.map((cause: Cause) => [
    cause,
    ...engines.flatMap(({ measured }) =>
      kinds.map((kind) => score(measured.filter((one) => one.kind === kind && one.record.cause === cause))),
    ),
  ]);
  const total = [
    "all",
    ...engines.flatMap(({ measured }) => kinds.map((kind) => score(measured.filter((one) => one.kind === kind)))),
  ];
  const table = [head, ...rows, total];
  const widths = head.map((_cell, column) => Math.max(...table.map((row) => row[column]?.length ?? 0)));
  return table
    .map((row) =>
      row
        .map((cell, column) => cell.padEnd(widths[column] ?? 0))
        .join("  ")
        .trimEnd(),
    )
    .join("\n");
}

function score(measured: readonly Measured[]): string {
  if (measured.length === 0) return "–";
  return `${measured.filter(({ expected, got }) => expected === got).length}/${measured.length}`;
}
