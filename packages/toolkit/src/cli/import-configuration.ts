import { decide, describeWithoutPlace, type Policy, parsePolicy } from "@crosscheck/cors";
import { getHeaderValues } from "@crosscheck/cors/http";
import { type AskSite, askSubject, type InferredRule, inferRules } from "../lint/infer-rules.ts";
import type { LintSubject, LintTarget } from "../lint/lint-target.ts";
import { sampleOf } from "../lint/rule-origins.ts";
import { fileSource } from "./configuration-files.ts";
import type { Imported } from "./import-kinds.ts";

/** More differences than these would not be read. */
const mostDifferences = 12;

/** A policy that allows what a server's configuration does, found by asking its simulation; the differences as requests. */
export async function importConfiguration(target: LintTarget, file: string, now: Date): Promise<Imported> {
  const text = fileSource.read(file);
  if (text === null) return { ok: false, message: `${file}: There is no such file, or it cannot be read.` };
  const subject = target.read(text, { file, source: fileSource });
  const ask = askSubject(subject);
  const rules = inferRules(subject, ask);
  const unread = subject.problems.map(({ place, message }) => `${place.file}:${place.line}: ${message}`);
  const document = { version: 1, rules: rules.map(ruleDocument) };
  const { policy, problems } = parsePolicy(document, { now });
  const open = [
    ...rules
      .filter(({ letsAnybodyIn }) => letsAnybodyIn)
      .map(({ path }) => `${path} lets in origins that nobody can have listed. List yours in allowOrigins.`),
    ...problems.filter(({ severity }) => severity === "error").map(describeWithoutPlace),
    ...(rules.length === 0
      ? ["No answer of this configuration carries CORS headers, as far as it could be simulated."]
      : []),
    ...unread,
  ];
  const allowed = rules.map(({ path, allowOrigins, allowCredentials }) => {
    const who =
      allowOrigins === "*"
        ? "any page, without credentials"
        : allowOrigins.length === 0
          ? "nobody"
          : `${allowOrigins.join(", ")}${allowCredentials ? ", with credentials" : ""}`;
    return `${path}: ${who}.`;
  });
  return { ok: true, document, allowed, changed: policy === null ? [] : differences(subject, ask, policy), open };
}

function ruleDocument(rule: InferredRule): Readonly<Record<string, unknown>> {
  const { path, allowOrigins, allowCredentials, allowMethods, allowHeaders, exposeHeaders, maxAge } = rule;
  const id =
    path
      .replace(/\/?\*$/, "")
      .replace(/[^A-Za-z0-9]+/g, "-")
      .replace(/^-|-$/g, "") || "site";
  return {
    id,
    path,
    allowOrigins,
    ...(allowCredentials ? { allowCredentials } : {}),
    ...(allowMethods.length > 0 ? { allowMethods } : {}),
    ...(allowHeaders.length > 0 ? { allowHeaders } : {}),
    ...(exposeHeaders.length > 0 ? { exposeHeaders } : {}),
    ...(maxAge === null ? {} : { maxAge }),
  };
}

/** Requests that the configuration and the policy answer differently. */
function differences(subject: LintSubject, ask: AskSite, policy: Policy): readonly string[] {
  const origins = [
    ...new Set([...subject.namedOrigins.slice(0, 4), ...askedOf(subject), "https://crosscheck-nobody.example", "null"]),
  ];
  const found: string[] = [];
  for (const site of subject.sites) {
    const { pathname } = new URL(site.url);
    const missing = new URL("./qaaaaaaaaaaa", site.url);
    const places = [
      { path: pathname, site },
      { path: missing.pathname, site: { ...site, url: missing.href } },
    ];
    for (const place of places) {
      for (const origin of origins) {
        for (const preflight of [false, true]) {
          const headers = [
            ["Origin", origin] as const,
            ...(preflight ? [["Access-Control-Request-Method", "PUT"] as const] : []),
          ];
          const method = preflight ? "OPTIONS" : "GET";
          const answer = ask(place.site, method, headers);
          const decision = decide(policy, { method, target: place.path, headers });
          const before =
            answer === null
              ? "an answer that is not known"
              : shown(getHeaderValues(answer.headers, "access-control-allow-origin"));
          const after = shown(getHeaderValues(decision.set, "access-control-allow-origin"));
          if (before !== after)
            found.push(
              `${method} ${place.path}, Origin: ${origin}${preflight ? ", Access-Control-Request-Method: PUT" : ""}: the configuration sends ${before}, the policy ${after}.`,
            );
          if (found.length >= mostDifferences) return found;
        }
      }
    }
  }
  return found;
}

/** What a pattern stands for and an expression may not let in, and what that lets in beyond its patterns. */
function askedOf({ ruleOrigins }: LintSubject): readonly string[] {
  return ruleOrigins
    .slice(0, 8)
    .flatMap(({ patterns, beyond }) => [
      ...(beyond === null ? [] : [beyond]),
      ...patterns
        .slice(0, 4)
        .flatMap((pattern) => [
          sampleOf(pattern, "crosschecka"),
          ...(pattern.includes("*.") ? [sampleOf(pattern, "crosschecka.crosscheckb")] : []),
          ...(pattern.endsWith(":*") ? [sampleOf(pattern, "crosschecka", ":47113")] : []),
        ]),
    ]);
}

function shown(values: readonly string[]): string {
  return values.length === 0
    ? "no Access-Control-Allow-Origin"
    : `Access-Control-Allow-Origin: ${values.join(" and ")}`;
}
