import { seededRandom } from "../browsers/random.ts";
import { type SiteKind, siteKinds } from "./site-kinds.ts";

/** What a farm's host does before it speaks of CORS. */
export type Fate =
  | "answers"
  | "slow"
  | "refuses"
  | "silent"
  | "resets"
  | "no-such-name"
  | "server-failure"
  | "error"
  | "wall";

export interface FarmSite {
  readonly host: string;
  readonly address: string;
  readonly fate: Fate;
  /** Milliseconds before each answer. */
  readonly delayMs: number;
  readonly kind: SiteKind | null;
  readonly number: number;
}

export interface FarmWish {
  readonly hosts: number;
  readonly seed: number;
  /** Of the sites that answer, in per mille; 30 unless told, as CORStest found. */
  readonly corsPerMille?: number;
  /** Every kind equally often, so that a small farm has them all. */
  readonly even?: boolean;
  /** Every host answers, and at once: for a bench. */
  readonly calm?: boolean;
}

/** In per mille, in this order; the rest answers. Published: 10% slow, 10% refusing, 10–20% silent. */
const fates: readonly (readonly [Fate, number])[] = [
  ["slow", 100],
  ["refuses", 100],
  ["silent", 100],
  ["resets", 10],
  ["no-such-name", 30],
  ["server-failure", 10],
  ["error", 30],
  ["wall", 10],
];

/** A farm's hosts, drawn from a seed: the same seed and number, the same farm. */
export function* farmSites({
  hosts,
  seed,
  corsPerMille = 30,
  even = false,
  calm = false,
}: FarmWish): Generator<FarmSite> {
  const { below: draw } = seededRandom(seed);
  let nextKind = 0;
  for (let number = 0; number < hosts; number++) {
    const drawnFate = pick(fates, draw(1_000)) ?? "answers";
    const fate = calm ? "answers" : drawnFate;
    const answers = fate === "answers" || fate === "slow";
    const hasCors = draw(1_000) < corsPerMille && answers;
    const drawn =
      pick(
        siteKinds.map((kind) => [kind, kind.perMille] as const),
        draw(1_000),
      ) ?? null;
    const kind = !hasCors ? null : even ? (siteKinds[nextKind++ % siteKinds.length] ?? null) : drawn;
    const shared = draw(10) < 2;
    const place = shared ? draw(8) : 1_000 + number;
    const domain = `s${number}-${seed}.example`;
    yield {
      number,
      host: kind?.below === true ? `www.${domain}` : domain,
      address: `127.${1 + (place >> 16)}.${(place >> 8) & 255}.${place & 255}`,
      fate,
      delayMs: fate === "slow" ? 20 + draw(60) : 0,
      kind,
    };
  }
}

function pick<Value>(shares: readonly (readonly [Value, number])[], drawn: number): Value | undefined {
  let sum = 0;
  return shares.find(([, share]) => {
    sum += share;
    return drawn < sum;
  })?.[0];
}
