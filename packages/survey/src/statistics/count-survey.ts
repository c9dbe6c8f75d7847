import { bitOf, categories, looseCategories } from "../judge/categories.ts";
import type { HeaderFacts } from "../judge/header-facts.ts";
import { answeredClasses, type OutcomeClass } from "../store/outcome-class.ts";
import type { SurveyStore } from "../store/survey-store.ts";

/** Everything a report counts, of one run. */
export interface SurveyCounts {
  readonly list: {
    readonly name: string;
    readonly kind: string;
    readonly digest: string;
    readonly readAt: string;
    readonly sample: number | null;
    readonly seed: string;
  } | null;
  readonly startedAt: string | null;
  readonly finishedAt: string | null;
  readonly checks: string;
  readonly targets: number;
  readonly asked: number;
  readonly resolved: number;
  readonly reached: number;
  readonly answered: number;
  /** Answered everything that they were asked. */
  readonly whole: number;
  readonly classes: ReadonlyMap<OutcomeClass, number>;
  /** Sites by category, `loose` (any of the mistakes about who is let in) beside them. */
  readonly sites: ReadonlyMap<string, number>;
  /** Registrable domains that answered, and those by category. */
  readonly domains: number;
  readonly byDomain: ReadonlyMap<string, number>;
  readonly buckets: readonly Bucket[];
  readonly headers: ReadonlyMap<string, number>;
  readonly timing: { readonly star: number; readonly all: number };
  /** None, Lax, Strict, unset. */
  readonly cookies: readonly number[];
  readonly requests: number;
  readonly mostLoopDelayMs: number;
}

/** Sites up to a rank. */
interface Bucket {
  readonly upTo: number;
  readonly asked: number;
  readonly answered: number;
  readonly cors: number;
  readonly loose: number;
}

const bucketEnds = [1_000, 10_000, 100_000, 1_000_000, 10_000_000, 100_000_000, Number.POSITIVE_INFINITY];
const unresolved: readonly OutcomeClass[] = ["no-such-name", "name-server-failure", "opted-out", "not-scannable"];
const unreached: readonly OutcomeClass[] = [...unresolved, "private-address", "refused", "unreachable", "timeout"];
const loose = looseCategories.reduce((mask, id) => mask | bitOf(id), 0);

export function countSurvey(store: SurveyStore): SurveyCounts {
  const classes = new Map<OutcomeClass, number>();
  const masks = new Map<number, number>();
  const domains = new Map<string, number>();
  const headers = new Map<string, number>();
  const cookies = [0, 0, 0, 0];
  const timing = { star: 0, all: 0 };
  const buckets = bucketEnds.map((upTo) => ({ upTo, asked: 0, answered: 0, cors: 0, loose: 0 }));
  let [asked, answered, whole, requests, mostLoopDelayMs] = [0, 0, 0, 0, 0];
  const rows = store.database
    .prepare(
      `SELECT t.rank AS rank, r.class AS class, r.requests AS requests, r.loop_delay_ms AS late, j.domain AS domain,
        j.verdict AS verdict, j.categories AS categories, j.headers AS headers
       FROM results r JOIN targets t ON t.id = r.target JOIN judgements j ON j.target = r.target`,
    )
    .iterate();
  for (const row of rows) {
    const found = String(row.class) as OutcomeClass;
    const mask = Number(row.categories);
    const isAnswered = answeredClasses.includes(found);
    const bucket = buckets.find(({ upTo }) => Number(row.rank) <= upTo);
    asked++;
    requests += Number(row.requests);
    mostLoopDelayMs = Math.max(mostLoopDelayMs, Number(row.late));
    classes.set(found, (classes.get(found) ?? 0) + 1);
    if (bucket !== undefined) {
      bucket.asked++;
      if (isAnswered) bucket.answered++;
      if ((mask & bitOf("cors")) !== 0) bucket.cors++;
      if ((mask & loose) !== 0) bucket.loose++;
    }
    if (!isAnswered) continue;
    answered++;
    if (row.verdict !== "inconclusive") whole++;
    masks.set(mask, (masks.get(mask) ?? 0) + 1);
    if (row.domain !== null) domains.set(String(row.domain), (domains.get(String(row.domain)) ?? 0) | mask);
    countHeaders(JSON.parse(String(row.headers)) as HeaderFacts);
  }

  function countHeaders(facts: HeaderFacts): void {
    for (const name of ["hsts", "csp", "permissions", "corp", "coop", "coep"] as const) {
      if (facts[name] === 1) headers.set(name, (headers.get(name) ?? 0) + 1);
    }
    if (facts.tao !== undefined) timing.all++;
    if (facts.tao === "*") timing.star++;
    for (const [index, count] of (facts.cookies ?? []).entries()) cookies[index] = (cookies[index] ?? 0) + count;
  }

  const sumOf = (names: readonly OutcomeClass[]): number =>
    names.reduce((sum, name) => sum + (classes.get(name) ?? 0), 0);
  const domainMasks = new Map<number, number>();
  for (const mask of domains.values()) domainMasks.set(mask, (domainMasks.get(mask) ?? 0) + 1);
  return {
    list: JSON.parse(store.fact("list") ?? "null"),
    startedAt: store.fact("startedAt"),
    finishedAt: store.fact("finishedAt"),
    checks: store.fact("checks") ?? "all",
    targets: store.countTargets(),
    asked,
    resolved: asked - sumOf(unresolved),
    reached: asked - sumOf(unreached),
    answered,
    whole,
    classes,
    sites: byCategory(masks),
    domains: domains.size,
    byDomain: byCategory(domainMasks),
    buckets: buckets.filter((bucket) => bucket.asked > 0),
    headers,
    timing,
    cookies,
    requests,
    mostLoopDelayMs,
  };
}

function byCategory(masks: ReadonlyMap<number, number>): ReadonlyMap<string, number> {
  const counts = new Map<string, number>();
  for (const [id, bits] of [...categories.map(({ id }) => [id, bitOf(id)] as const), ["loose", loose] as const]) {
    let sum = 0;
    for (const [mask, count] of masks) if ((mask & bits) !== 0) sum += count;
    counts.set(id, sum);
  }
  return counts;
}
