import { parseAddressPrefix } from "../api/address-list.ts";
import { publicQuotas, type QuotaLimits } from "../api/admission.ts";
import type { PublicService } from "../api/start-service.ts";
import { parseDuration } from "./parse-duration.ts";
import { parseOptions } from "./parse-options.ts";
import { parsePort } from "./parse-port.ts";

export interface ServeOptions {
  readonly port: number;
  readonly hostname: string;
  readonly demo: boolean;
  /** Null for a server that is its user's own. */
  readonly public: PublicOptions | null;
}

interface PublicOptions extends Omit<PublicService, "optOut"> {
  /** A file. */
  readonly optOut: string | null;
  /** Milliseconds that scans under way have to finish when it ends. */
  readonly grace: number;
}

const publicOnly = ["public-url", "contact", "trusted-proxy", "opt-out", "quota", "concurrency", "queue", "grace"];

/** The options of `crosscheck serve`, or every mistake in them, one sentence each. */
export function parseServeOptions(argv: readonly string[]): ServeOptions | readonly string[] {
  const kinds = { port: "value", host: "value", demo: "flag", public: "flag", "trusted-proxy": "values" } as const;
  const values = Object.fromEntries(publicOnly.map((name) => [name, "value" as const]));
  const parsed = parseOptions("serve", argv, { ...values, ...kinds });
  if (!parsed.ok) return [parsed.message.replace(/^crosscheck serve: /, "")];
  const mistakes: string[] = [];
  const given = (name: string): string | undefined => parsed.values.get(name)?.[0];

  const [extra] = parsed.positionals;
  if (extra !== undefined) mistakes.push(`it takes no argument, and "${extra}" was given.`);
  const port = parsePort(given("port") ?? "8787");
  if (typeof port === "string") mistakes.push(port);

  const isPublic = parsed.flags.has("public");
  if (!isPublic) {
    for (const name of publicOnly.filter((option) => parsed.values.has(option))) {
      mistakes.push(`--${name} is for a service that others use. Add --public, or leave it out.`);
    }
  }
  const read = <T>(name: string, otherwise: T, parse: (text: string) => T | string): T => {
    const text = given(name);
    if (text === undefined) return otherwise;
    const value = parse(text);
    if (typeof value !== "string") return value;
    mistakes.push(value);
    return otherwise;
  };
  const options: PublicOptions = {
    url: read<URL | null>("public-url", null, parsePublicUrl),
    contact: given("contact") ?? null,
    trustedProxies: (parsed.values.get("trusted-proxy") ?? []).flatMap((text) => {
      const prefix = parseAddressPrefix(text);
      if (prefix !== null) return [prefix];
      mistakes.push(`--trusted-proxy "${text}" is no address or network. Write 127.0.0.1 or 10.0.0.0/8.`);
      return [];
    }),
    optOut: given("opt-out") ?? null,
    quotas: read("quota", publicQuotas, parseQuotas),
    concurrency: read("concurrency", 8, (text) => parseCount("concurrency", text, 1, 100)),
    perRequester: 10,
    queue: read("queue", 200, (text) => parseCount("queue", text, 0, 100_000)),
    grace: read("grace", 10_000, (text) => parseDuration(text) ?? `--grace "${text}" is no time. Write 10s or 500ms.`),
  };
  if (mistakes.length > 0 || typeof port === "string") return mistakes;
  const hostname = given("host") ?? "127.0.0.1";
  return { port, hostname, demo: parsed.flags.has("demo"), public: isPublic ? options : null };
}

function parsePublicUrl(text: string): URL | string {
  const url = URL.parse(text);
  const isOrigin = url !== null && /^https?:$/.test(url.protocol) && url.href === `${url.origin}/`;
  return isOrigin ? url : `--public-url "${text}" is not where a server is. Write https://cors.example.org.`;
}

function parseCount(name: string, text: string, least: number, most: number): number | string {
  const count = /^\d{1,6}$/.test(text) ? Number(text) : Number.NaN;
  return count >= least && count <= most ? count : `--${name} "${text}" is no number from ${least} to ${most}.`;
}

/** `requester=30,host=12`: those that are not named stay as they are. */
function parseQuotas(text: string): QuotaLimits | string {
  const names = Object.keys(publicQuotas).join(", ");
  const quotas: Record<string, number> = { ...publicQuotas };
  for (const part of text.split(",")) {
    const [, name = "", count] = /^\s*([a-z]+)=(\d{1,7})\s*$/.exec(part) ?? [];
    if (count === undefined || Number(count) < 1 || !Object.hasOwn(publicQuotas, name)) {
      return `--quota "${part}" is no quota. Write how many an hour, as requester=30,host=12; there are ${names}.`;
    }
    quotas[name] = Number(count);
  }
  return { ...publicQuotas, ...quotas };
}
