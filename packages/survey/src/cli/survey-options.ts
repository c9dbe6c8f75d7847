import { cpus } from "node:os";
import { parseDuration } from "crosscheck/cli/parse-duration";
import { isServerAddress } from "crosscheck/cli/scan-options";
import type { GatherOptions } from "../gather/messages.ts";

export type Values = ReadonlyMap<string, readonly string[]>;

/** Options that are a whole number within bounds, or a sentence. */
export function wholeNumber(
  values: Values,
  name: string,
  least: number,
  most: number,
  otherwise: number,
): number | string {
  const text = values.get(name)?.[0];
  if (text === undefined) return otherwise;
  const number = /^[0-9]{1,12}$/.test(text) ? Number(text) : Number.NaN;
  if (number >= least && number <= most) return number;
  return `--${name} ${JSON.stringify(text)} is not a whole number from ${least} to ${most}.`;
}

export interface RunOptions {
  readonly gather: GatherOptions;
  readonly processes: number;
  readonly patienceMs: number;
}

export const gatherKinds = {
  "allow-private": "flag",
  insecure: "flag",
  resolver: "value",
  checks: "value",
  deadline: "value",
  concurrency: "value",
  processes: "value",
  rate: "value",
  "address-connections": "value",
  "address-rate": "value",
  contact: "value",
  "opt-out": "value",
  patience: "value",
} as const;

export const gatherHelp = `  --checks all|cors      all (the default): every check and the other security headers; cors: the CORS of the judged
                         URL alone, fewer questions to a site that shows none
  --resolver IP[:PORT]   the name server to ask; a local caching one is best. The system's otherwise
  --contact URL          where owners read what this is and how to opt out: it goes into the User-Agent
  --opt-out FILE         names and addresses that asked to be left out, one a line
  --allow-private        reach loopback and private addresses and any port: your own network
  --insecure             do not verify certificates
  --deadline TIME        for each site: 20s unless told
  --processes N          one for each core unless told
  --concurrency N        sites under way at once, 2,000 in all unless told
  --rate N               new sites a second at most, in all; the pace finds its own below it
  --address-connections N  connections at once to one address, 2 unless told
  --address-rate N         new sites a second at one address, 2 unless told. Loopback has no limit unless you set one
  --patience TIME        how long to wait for a name server that does not answer: 120s unless told
`;

/** What the options say, or what is wrong with them. */
export function runOptions(flags: ReadonlySet<string>, values: Values): RunOptions | string {
  const value = (name: string): string | null => values.get(name)?.[0] ?? null;
  const checks = value("checks") ?? "all";
  if (checks !== "all" && checks !== "cors") {
    return `there is no --checks ${JSON.stringify(checks.slice(0, 40))}; there are: all, cors.`;
  }
  const resolver = value("resolver");
  if (resolver !== null && !isServerAddress(resolver)) {
    return `--resolver ${JSON.stringify(resolver.slice(0, 60))} is not the address of a name server. Write an IP address, with a port if need be: 192.0.2.53:5353.`;
  }
  const deadlineMs = parseDuration(value("deadline") ?? "20s");
  if (deadlineMs === null || deadlineMs < 100 || deadlineMs > 600_000) {
    return `--deadline ${JSON.stringify(value("deadline"))} is not a time from 100ms to 10m. Write one like 20s.`;
  }
  const patienceMs = parseDuration(value("patience") ?? "120s");
  if (patienceMs === null || patienceMs > 86_400_000) {
    return `--patience ${JSON.stringify(value("patience"))} is not a time. Write one like 120s.`;
  }
  const contact = value("contact");
  if (contact !== null && !/^[\x21-\x7e]{1,200}$/.test(contact)) {
    return `--contact ${JSON.stringify(contact.slice(0, 60))} cannot stand in a header. Write a URL or an e-mail address.`;
  }
  const processes = wholeNumber(values, "processes", 1, 64, Math.max(1, cpus().length));
  const concurrency = wholeNumber(values, "concurrency", 1, 100_000, 2_000);
  const rate = wholeNumber(values, "rate", 1, 100_000, 10_000);
  const connections = wholeNumber(values, "address-connections", 1, 10_000, 2);
  const startsPerSecond = wholeNumber(values, "address-rate", 1, 100_000, 2);
  for (const number of [processes, concurrency, rate, connections, startsPerSecond]) {
    if (typeof number === "string") return number;
  }
  const [processCount, atOnce, mostRate, perAddress, addressRate] = [
    processes,
    concurrency,
    rate,
    connections,
    startsPerSecond,
  ].map(Number) as [number, number, number, number, number];
  return {
    processes: Math.min(processCount, atOnce),
    patienceMs,
    gather: {
      allowPrivate: flags.has("allow-private"),
      insecure: flags.has("insecure"),
      checks,
      resolver,
      deadlineMs,
      userAgent: `Crosscheck-Survey/0.1 (CORS survey${contact === null ? "" : `; +${contact}`})`,
      optOutFile: value("opt-out"),
      concurrency: Math.ceil(atOnce / processCount),
      mostStarts: Math.ceil(mostRate / processCount),
      politeness: {
        connections: perAddress,
        startsPerSecond: addressRate,
        sparesLoopback: values.has("address-connections") || values.has("address-rate"),
      },
    },
  };
}
