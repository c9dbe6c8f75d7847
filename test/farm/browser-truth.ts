import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { type BrowserContext, chromium, type Page } from "playwright-core";
import { chromiumPath } from "../page/chromium.ts";
import { type Attack, attacksOn } from "./attacks.ts";
import { type FarmSite, secret } from "./farm-site.ts";
import type { Farm } from "./serve-farm.ts";

/** What attackers' pages got of one site in a real browser, by the attacks' ids. */
export interface SiteTruth {
  /** Where third-party cookies are allowed: who read the visitor's secret, who read anything, who had a PUT carried out. */
  readonly reads: readonly string[];
  readonly readsPublic: readonly string[];
  readonly writes: readonly string[];
  /** Where they are blocked: who still read the secret. */
  readonly readsWithoutThirdPartyCookies: readonly string[];
}

export interface Truth {
  readonly browser: string;
  readonly sites: Readonly<Record<string, SiteTruth>>;
}

/** Runs every attack on every site, in Chromium with third-party cookies allowed and blocked. */
export async function askBrowser(
  farm: Farm,
  sites: readonly FarmSite[],
  onOrigin: (origin: string) => void = () => {},
): Promise<Truth> {
  const allowed = await attackAll(farm, sites, false, () => true, onOrigin);
  // Who reads nothing with all cookies reads nothing with fewer.
  const readers = new Map([...allowed.outcomes].map(([id, got]) => [id, got.filter(({ signedIn }) => signedIn)]));
  const blocked = await attackAll(
    farm,
    sites,
    true,
    (site, attack) => readers.get(site.id)?.some((outcome) => outcome.attack === attack.id) === true,
    onOrigin,
  );
  const truths = sites.map(({ id }): [string, SiteTruth] => {
    const got = allowed.outcomes.get(id) ?? [];
    const which = (wanted: (outcome: Outcome) => boolean): string[] => got.filter(wanted).map(({ attack }) => attack);
    return [
      id,
      {
        reads: which(({ signedIn }) => signedIn),
        readsPublic: which(({ anonymous }) => anonymous),
        writes: which(({ wrote }) => wrote),
        readsWithoutThirdPartyCookies: (blocked.outcomes.get(id) ?? [])
          .filter(({ signedIn }) => signedIn)
          .map(({ attack }) => attack),
      },
    ];
  });
  return { browser: `Chromium ${allowed.version.split(".")[0]}`, sites: Object.fromEntries(truths) };
}

interface Outcome {
  readonly attack: string;
  readonly signedIn: boolean;
  readonly anonymous: boolean;
  readonly wrote: boolean;
}

async function attackAll(
  farm: Farm,
  sites: readonly FarmSite[],
  blocked: boolean,
  wanted: (site: FarmSite, attack: Attack) => boolean,
  onOrigin: (origin: string) => void,
): Promise<{ readonly version: string; readonly outcomes: ReadonlyMap<string, readonly Outcome[]> }> {
  const profile = mkdtempSync(join(tmpdir(), "crosscheck-farm-"));
  mkdirSync(join(profile, "Default"));
  const preferences = { profile: { cookie_controls_mode: blocked ? 1 : 0, block_third_party_cookies: blocked } };
  writeFileSync(join(profile, "Default", "Preferences"), JSON.stringify(preferences));
  const secure = `127.0.0.1:${farm.tlsPort}`;
  const plain = `127.0.0.1:${farm.plainPort}`;
  const context = await chromium.launchPersistentContext(profile, {
    executablePath: chromiumPath,
    chromiumSandbox: false,
    ignoreHTTPSErrors: true,
    httpCredentials: { username: "alice", password: "alice" },
    args: [
      "--disable-gpu",
      "--disable-quic",
      "--no-first-run",
      "--disable-background-networking",
      "--disable-component-update",
      // One process for all pages: a new one for each of thousands of sites is most of the work.
      "--disable-site-isolation-trials",
      "--renderer-process-limit=1",
      `--host-resolver-rules=MAP *:443 ${secure}, MAP *:8443 ${secure}, MAP *:80 ${plain}, MAP *:3000 ${plain}`,
    ],
  });
  try {
    const page = await context.newPage();
    for (const { scheme, host } of sites) await page.goto(`${scheme}://${host}/.signin`);
    const outcomes = new Map(sites.map(({ id }) => [id, [] as Outcome[]]));
    for (const [origin, targets] of byOrigin(sites, wanted)) {
      await open(page, origin);
      onOrigin(origin);
      for (const { site, attack } of targets) {
        outcomes.get(site.id)?.push(await attackOne(farm, page, site, attack));
      }
    }
    return { version: context.browser()?.version() ?? (await versionOf(context)), outcomes };
  } finally {
    await context.close();
    rmSync(profile, { recursive: true, force: true });
  }
}

/** Attackers that attack many sites open one page for all of them. */
function byOrigin(
  sites: readonly FarmSite[],
  wanted: (site: FarmSite, attack: Attack) => boolean,
): ReadonlyMap<string, readonly { readonly site: FarmSite; readonly attack: Attack }[]> {
  const all = new Map<string, { readonly site: FarmSite; readonly attack: Attack }[]>();
  for (const site of sites) {
    for (const attack of attacksOn(site)) {
      if (wanted(site, attack)) all.set(attack.origin, [...(all.get(attack.origin) ?? []), { site, attack }]);
    }
  }
  return all;
}

async function open(page: Page, origin: string): Promise<void> {
  await page.goto(origin === "null" ? "https://evil-farm.com/" : `${origin}/`);
  const shown = await page.evaluate(() => location.origin);
  if (origin !== "null" && shown !== origin) throw new Error(`A page at ${origin} calls itself ${shown}.`);
}

async function attackOne(farm: Farm, page: Page, site: FarmSite, attack: Attack): Promise<Outcome> {
  const url = `${site.scheme}://${site.host}${site.path}`;
  const socket = site.finds === "websocket-origin" || site.path === "/live";
  const writes = attack.id === "stranger" || attack.id === "stranger-plain";
  const work = { url, method: site.method, socket, writes, sandboxed: attack.origin === "null" };
  const before = farm.log.get(site.host)?.length ?? 0;
  const got = await page.evaluate(attackFromPage, work);
  const asked = (farm.log.get(site.host) ?? []).slice(before);
  return {
    attack: attack.id,
    signedIn: got.include.includes(secret),
    anonymous: got.omit !== "",
    wrote: asked.some((line) => line.startsWith("PUT ") && line.endsWith("signed in")),
  };
}

interface Work {
  readonly url: string;
  readonly method: string;
  readonly socket: boolean;
  readonly writes: boolean;
  readonly sandboxed: boolean;
}

/** Runs in the attacker's page: reads with credentials and without, and writes. The texts that it could read. */
function attackFromPage({ url, method, socket, writes, sandboxed }: Work): Promise<{ include: string; omit: string }> {
  const program = async (given: Omit<Work, "sandboxed">) => {
    const read = async (credentials: RequestCredentials): Promise<string> => {
      try {
        const signal = AbortSignal.timeout(10_000);
        const response = await fetch(given.url, { method: given.method, credentials, signal, cache: "no-store" });
        return `${response.status} ${await response.text()}`;
      } catch {
        return "";
      }
    };
    const listen = (): Promise<string> =>
      new Promise((resolve) => {
        const live = new WebSocket(given.url.replace(/^http/, "ws"));
        live.onmessage = ({ data }) => resolve(String(data));
        live.onerror = () => resolve("");
        live.onclose = () => resolve("");
      });
    if (given.socket) return { include: await listen(), omit: "" };
    const include = await read("include");
    const omit = await read("omit");
    const headers = { "Content-Type": "application/json" };
    if (!given.writes) return { include, omit };
    await fetch(given.url, { method: "PUT", headers, body: "{}", credentials: "include" }).catch(() => {});
    return { include, omit };
  };
  if (!sandboxed) return program({ url, method, socket, writes });
  return new Promise((resolve) => {
    const frame = document.createElement("iframe");
    frame.setAttribute("sandbox", "allow-scripts");
    addEventListener("message", function done({ data, source }) {
      if (source !== frame.contentWindow) return;
      removeEventListener("message", done);
      frame.remove();
      resolve(data);
    });
    frame.srcdoc = `<script>(${program})(${JSON.stringify({ url, method, socket, writes })}).then((got) => parent.postMessage(got, "*"))</${"script"}>`;
    document.body.append(frame);
  });
}

async function versionOf(context: BrowserContext): Promise<string> {
  const page = await context.newPage();
  const agent = await page.evaluate(() => navigator.userAgent);
  await page.close();
  return /Chrome\/([\d.]+)/.exec(agent)?.[1] ?? "";
}
