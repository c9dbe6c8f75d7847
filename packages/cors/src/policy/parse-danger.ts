import { nearestName } from "#for-authors";
import type { DangerDocument, DangerId } from "./policy-document.ts";
import type { DocumentPath, Report } from "./problem.ts";
import { readList, readRecord } from "./read-document.ts";

const dangerIds: readonly DangerId[] = ["insecure-origin", "shared-suffix", "null-origin", "local-origin"];

/** A danger entry, and the index it was written at. */
export interface DangerEntry extends DangerDocument {
  readonly index: number;
}

/**
 * Parses a rule's `danger` list. An entry with a fault still counts as there, so that one mistake is one problem.
 *
 * `now` judges the expiry; without it none has passed.
 */
export function parseDanger(
  value: unknown,
  path: DocumentPath,
  now: Date | undefined,
  report: Report,
): readonly DangerEntry[] {
  if (value === undefined) return [];
  const dangers: DangerEntry[] = [];
  for (const [index, entry] of (readList(value, path, "a list of danger entries", report) ?? []).entries()) {
    const record = readRecord(entry, [...path, index], ["allow", "reason", "expires"], report);
    if (record === null) continue;
    const allow = parseDangerId(record.get("allow"), record.at("allow"), report);
    const reason = record.get("reason");
    const expires = record.get("expires");
    if (typeof reason !== "string" || reason.trim() === "") {
      report("danger-reason-missing", record.at("reason"), reason);
    }
    judgeExpiry(expires, record.at("expires"), now, report);
    if (allow !== null) dangers.push(Object.freeze({ allow, reason: text(reason), expires: text(expires), index }));
  }
  return dangers;
}

function text(value: unknown): string {
  return typeof value === "string" ? value : "";
}

function parseDangerId(value: unknown, path: DocumentPath, report: Report): DangerId | null {
  const known = dangerIds.find((id) => id === value);
  if (known !== undefined) return known;
  const suggestion = typeof value === "string" ? nearestName(value, dangerIds) : undefined;
  report("danger-unknown", path, value, { known: dangerIds, suggestion });
  return null;
}

function judgeExpiry(value: unknown, path: DocumentPath, now: Date | undefined, report: Report): void {
  const end = typeof value === "string" ? endOfDay(value) : null;
  if (end === null) report("danger-expires-invalid", path, value);
  else if (now !== undefined && now.getTime() >= end) report("danger-expired", path, value);
}

/** Milliseconds since the epoch at which a day (`2027-03-31`, UTC) is over; null when there is no such day. */
export function endOfDay(day: string): number | null {
  if (!/^[0-9]{4}-[0-9]{2}-[0-9]{2}$/.test(day)) return null;
  const start = new Date(`${day}T00:00:00Z`);
  if (Number.isNaN(start.getTime()) || start.toISOString().slice(0, 10) !== day) return null;
  return start.getTime() + 86_400_000;
}
