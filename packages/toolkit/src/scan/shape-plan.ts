import type { NetworkAnswer } from "@crosscheck/cors/http";
import type { Probe, ProbeRequest } from "../checks/evidence.ts";
import { names as isNamed } from "../checks/names.ts";
import type { AttackerOrigins, NameShapes } from "./attacker-origins.ts";
import type { Interview } from "./interview.ts";

type Asking<Result> = Generator<ProbeRequest, Result, NetworkAnswer>;

/** What of a name is compared, as far as was asked. */
interface Compared {
  beginning: boolean;
  end: boolean;
}

/**
 * Stage two: the origins that wrong comparisons let in. One composite origin begins with an allowed name, contains it and
 * ends with it; only when it is let in are the three taken apart. What a found comparison lets in anyway is not asked.
 */
export function* askShapes(interview: Interview, origins: AttackerOrigins): Asking<void> {
  const { askAs } = interview;
  const compared: Compared = { beginning: false, end: false };
  const below = isAllowed(interview, "subdomain");
  const allowed = yield* allowedOrigins(interview, origins);
  for (const shapes of origins.names) yield* askName(interview, shapes, compared);
  // A comparison of the beginning that starts with any label lets in names below the site's own, too.
  for (const shapes of below ? origins.namesBelow : []) yield* askName(interview, shapes, compared);
  for (const suffix of allowed.length > 0 || below ? origins.suffixes : []) {
    if (!compared.end) compared.end = yield* askAs(suffix);
  }
  for (const origin of allowed) {
    for (const shapes of origin === origins.own ? [] : origins.namesLike(origin)) {
      yield* askName(interview, shapes, compared);
    }
    for (const look of origins.lookAlikes(origin)) {
      if (look.kind === "unescaped-dot" && compared.end) continue;
      yield* askAs(look);
    }
    for (const odd of compared.beginning ? [] : origins.oddCharacters(origin)) {
      if (!(yield* askAs(odd))) break;
    }
  }
  if (!compared.end) yield* askSameSite(interview, origins);
  if (!compared.beginning && allowed.includes(origins.own)) yield* askAs(origins.port);
  for (const { whole, prefix } of origins.local) {
    if (yield* askAs(whole)) yield* askAs(prefix);
  }
  for (const other of origins.others) yield* askAs(other);
}

function isAllowed({ probes }: Interview, kind: Probe["kind"]): boolean {
  return probes.some((probe) => probe.kind === kind && isNamed(probe.exchange.response, probe.origin));
}

/** The composite of one name; what it is let in for, if it is. */
function* askName(
  { url, ask, askAs, probes }: Interview,
  { composite, prefix, suffix, substring }: NameShapes,
  compared: Compared,
): Asking<void> {
  if (compared.beginning && compared.end) return;
  if (composite.kind !== "composite") {
    if (yield* askAs(composite)) compared.beginning = true;
    return;
  }
  const known = probes.find(({ id }) => id === composite.id);
  const answer = known === undefined ? yield* ask({ ...composite, url }) : known.exchange.response;
  if (!isNamed(answer, composite.origin)) return;

  const beginning = yield* askAs(prefix);
  const end = suffix !== null && (yield* askAs(suffix));
  compared.beginning ||= beginning;
  compared.end ||= end;
  if (beginning === end) yield* askAs(substring);
  if (!beginning && !end) yield* askAs({ ...composite, id: `${composite.id}-alone`, kind: "substring-match" });
}

/** Names of the site's own owner, and its host on http. */
function* askSameSite({ askAs }: Interview, origins: AttackerOrigins): Asking<void> {
  let below = false;
  for (const subdomain of origins.subdomains) {
    const hit: boolean = yield* askAs(subdomain);
    below ||= hit;
  }
  if (below && origins.hostSuffix !== null) yield* askAs(origins.hostSuffix);
  if (origins.insecureHost !== null) yield* askAs(origins.insecureHost);
  if (below && origins.insecureSubdomain !== null) yield* askAs(origins.insecureSubdomain);
}

/** The origins that the site is known to allow: its own, else one beside it, asked now; and those that it mentions. */
function* allowedOrigins({ url, ask, probes }: Interview, origins: AttackerOrigins): Asking<readonly string[]> {
  const own = probes.find(({ kind }) => kind === "own-origin");
  const isOwn = own !== undefined && isNamed(own.exchange.response, origins.own);
  const allowed: string[] = isOwn ? [origins.own] : [];
  for (const likely of [...(isOwn ? [] : origins.siblings), ...origins.mentioned]) {
    const asked = probes.find(({ id }) => id === likely.id);
    const answer = asked === undefined ? yield* ask({ ...likely, url }) : asked.exchange.response;
    if (isNamed(answer, likely.origin)) allowed.push(likely.origin);
  }
  return allowed;
}
