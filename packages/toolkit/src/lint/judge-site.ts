import { corsResponseHeaderNames } from "@crosscheck/cors";
import type { HttpRequest, NetworkAnswer } from "@crosscheck/cors/http";
import type { Evidence, Probe, ProbeKind } from "../checks/evidence.ts";
import type { Finding } from "../checks/finding.ts";
import { runChecks } from "../checks/run-checks.ts";
import type { ArrivingRequest, Evaluated, HeaderOrigin } from "../config/simulation.ts";
import type { Place } from "../config/source.ts";
import { evidenceFrom } from "../scan/evidence-from.ts";
import type { OriginAttack } from "./attack-origin-rule.ts";
import type { LintSite } from "./lint-target.ts";

export interface JudgedSite {
  readonly site: LintSite;
  readonly findings: readonly { readonly finding: Finding; readonly place: Place }[];
  /** What kept the simulation from answering, once each. */
  readonly notModelled: readonly { readonly why: string; readonly place: Place | null }[];
}

/** Runs the scanner's plan and its checks over a simulated server, and over the origins that attack its rules. */
export function judgeSite(
  site: LintSite,
  respond: (request: ArrivingRequest) => Evaluated,
  attacks: readonly OriginAttack[],
  named: readonly string[],
): JudgedSite {
  const notModelled = new Map<string, { readonly why: string; readonly place: Place | null }>();
  const origins = new Map<HttpRequest, readonly HeaderOrigin[]>();

  const planned = evidenceFrom(site.url, ask);
  const evidence = withProbes(planned, [...attacks.flatMap(attackProbes), ...named.flatMap(ownProbes)]);
  const findings = runChecks(evidence).map((finding) => ({ finding, place: placeOf(finding) }));
  return { site, findings, notModelled: [...notModelled.values()] };

  function ask(request: HttpRequest): NetworkAnswer {
    const { pathname, search, host } = new URL(request.url);
    const evaluated = respond({
      method: request.method,
      target: pathname + search,
      headers: [["Host", host], ...request.headers.filter(([name]) => name.toLowerCase() !== "host")],
      scheme: site.scheme,
      port: site.port,
    });
    if (evaluated.kind === "not modelled") {
      notModelled.set(evaluated.why, { why: evaluated.why, place: evaluated.place });
      return { kind: "failed", why: `not modelled: ${evaluated.why}` };
    }
    origins.set(request, evaluated.origins ?? []);
    return evaluated.response;
  }

  function attackProbes({ kind, origins: [first, second] }: OriginAttack, index: number): readonly Probe[] {
    const id = `${kind}-rule-${index}`;
    return [probe(id, kind, first), probe(`${id}-again`, kind, second)];
  }

  /** What a named origin gets tells what the rest is compared with. */
  function ownProbes(origin: string, index: number): readonly Probe[] {
    return [probe(`named-${index}`, "sibling-origin", origin)];
  }

  function probe(id: string, kind: ProbeKind, origin: string): Probe {
    const request: HttpRequest = { method: "GET", url: site.url, headers: [["Origin", origin]] };
    return { id, kind, origin, exchange: { request, response: ask(request) } };
  }

  /** The line that let the first origin in; else any CORS header's line; else the block. */
  function placeOf(finding: Finding): Place {
    for (const { request } of finding.evidence) {
      const set = origins.get(request) ?? [];
      const isNamed = (wanted: string) => (origin: HeaderOrigin) => origin.name.toLowerCase() === wanted;
      const wanted = ["access-control-allow-origin", ...corsResponseHeaderNames.map((name) => name.toLowerCase())];
      for (const name of wanted) {
        const found = set.find(isNamed(name));
        if (found !== undefined) return found.place;
      }
    }
    return site.place;
  }
}

function withProbes(evidence: Evidence, probes: readonly Probe[]): Evidence {
  return { ...evidence, probes: [...evidence.probes, ...probes] };
}
