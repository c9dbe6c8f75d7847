import { addressKey } from "../scan/address-key.ts";
import { failure } from "../scan/client-failure.ts";
import type { HostGate } from "../scan/host-gate.ts";
import type { ClientFailure } from "../scan/http-client.ts";
import { parseTarget } from "../scan/parse-target.ts";
import { isAddressOptedOut, isNameOptedOut, type OptOutList } from "./opt-out-list.ts";
import type { ProblemCode } from "./problem.ts";
import { Quota } from "./quota.ts";

/** Why a scan is not taken in. */
export interface Refusal {
  readonly code: ProblemCode;
  readonly detail: string;
  readonly retryAfterSeconds?: number;
}

/** Scans an hour. */
export interface QuotaLimits {
  /** Asked for by one address or IPv6 network. */
  readonly requester: number;
  /** Of one host, by whomever. */
  readonly host: number;
  /** Of the hosts of one address: many sites may share one. */
  readonly address: number;
  /** Texts checked, generated from or judged for one requester. */
  readonly text: number;
}

/** How many texts one counts for that was ended. */
const hardText = 30;

export const publicQuotas: QuotaLimits = { requester: 30, host: 12, address: 120, text: 300 };

export interface AdmissionOptions {
  readonly quotas?: QuotaLimits;
  /** Asked at every use, so that a change of the list is known at once. */
  readonly optOut: () => OptOutList;
  /** `host:port` pairs that are this server's own: no quota counts them. */
  readonly ownSites?: ReadonlySet<string>;
  /** Where to write to, for a sentence. */
  readonly contact: string;
}

/** Who may have what scanned on a public service, and how often. Forgets everything when it ends. */
export class Admission {
  readonly #requesters: Quota;
  readonly #hosts: Quota;
  readonly #addresses: Quota;
  readonly #texts: Quota;
  readonly #options: AdmissionOptions;

  constructor(options: AdmissionOptions) {
    const quotas = options.quotas ?? publicQuotas;
    this.#options = options;
    this.#requesters = new Quota(quotas.requester);
    this.#hosts = new Quota(quotas.host);
    this.#addresses = new Quota(quotas.address);
    this.#texts = new Quota(quotas.text);
  }

  /**
   * Counts a scan, or says why it is not taken in, and then counts nothing.
   *
   * @param isStored whether a stored result answers it, which nobody's server notices
   */
  admit(target: string, requester: string, isStored: boolean): Refusal | null {
    const host = this.#countedHost(target);
    if (host !== null && isNameOptedOut(host, this.#options.optOut())) {
      return { code: "opted-out", detail: this.#describeOptOut(host) };
    }
    const own = this.#requesters.wait(requester);
    if (own > 0) {
      const detail = `${this.#requesters.perHour} scans an hour are made for one address. ${again(own)} The command line has no such limit.`;
      return { code: "requester-quota", detail, retryAfterSeconds: own };
    }
    const counts = host !== null && !isStored;
    const wait = counts ? this.#hosts.wait(host) : 0;
    if (wait > 0) {
      return { code: "host-quota", detail: describeHostQuota(host ?? "", this.#hosts, wait), retryAfterSeconds: wait };
    }
    this.#requesters.take(requester);
    if (counts) this.#hosts.take(host);
    return null;
  }

  /** Counts the work on a text. */
  admitText(requester: string): Refusal | null {
    const wait = this.#texts.wait(requester);
    if (wait === 0) {
      this.#texts.take(requester);
      return null;
    }
    const detail = `${this.#texts.perHour} texts an hour are taken from one address. ${again(wait)} The command line has no such limit.`;
    return { code: "requester-quota", detail, retryAfterSeconds: wait };
  }

  /** A text that used up its time counts as many do: a few an hour are an accident. */
  tookTooLong(requester: string): void {
    for (let count = 1; count < hardText; count++) this.#texts.take(requester);
  }

  /** For one scan, whose own host was counted when it was taken in. */
  gate(target: string): HostGate {
    const counted = hostOf(target);
    return {
      name: (host) =>
        isNameOptedOut(host, this.#options.optOut()) ? failure("opted-out", this.#describeOptOut(host)) : null,
      contact: (host, addresses) => this.#contact(host, addresses, host === counted),
    };
  }

  #contact(host: string, addresses: readonly string[], isCounted: boolean): ClientFailure | null {
    const list = this.#options.optOut();
    const optedOut = addresses.find((address) => isAddressOptedOut(address, list));
    if (optedOut !== undefined) return failure("opted-out", this.#describeOptOut(`${host} (${optedOut})`));

    const hostWait = isCounted ? 0 : this.#hosts.wait(host);
    if (hostWait > 0) return failure("quota", describeHostQuota(host, this.#hosts, hostWait));
    const keys = new Set(addresses.map(addressKey));
    for (const key of keys) {
      const wait = this.#addresses.wait(key);
      if (wait === 0) continue;
      const why = `${host} is at ${key}, whose sites this service scans ${this.#addresses.perHour} times an hour at most. ${again(wait)}`;
      return failure("quota", why);
    }
    if (!isCounted) this.#hosts.take(host);
    for (const key of keys) this.#addresses.take(key);
    return null;
  }

  /** Null for what no quota counts. */
  #countedHost(target: string): string | null {
    const parsed = parseTarget(target);
    if (!parsed.ok) return null;
    const isOwn = this.#options.ownSites?.has(new URL(parsed.urls[0]).host) === true;
    return isOwn ? null : hostOf(target);
  }

  #describeOptOut(host: string): string {
    return `${host} is not scanned here: its owner asked for that. If it is yours, write to ${this.#options.contact}.`;
  }
}

/** As the scanner names it: without brackets and port. */
function hostOf(target: string): string | null {
  const parsed = parseTarget(target);
  if (!parsed.ok) return null;
  const { hostname } = new URL(parsed.urls[0]);
  return hostname.startsWith("[") ? hostname.slice(1, -1) : hostname;
}

function describeHostQuota(host: string, { perHour }: Quota, wait: number): string {
  return `${host} is scanned ${perHour} times an hour at most, by whomever. ${again(wait)}`;
}

function again(seconds: number): string {
  if (seconds < 90) return `Try again in ${seconds} s.`;
  return `Try again in ${Math.ceil(seconds / 60)} minutes.`;
}
