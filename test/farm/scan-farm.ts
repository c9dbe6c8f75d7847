import { spawn } from "node:child_process";
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import type { ScanReport } from "../../packages/toolkit/src/report/scan-report.ts";
import { startNameServer } from "../hostile/name-server.ts";
import type { FarmSite } from "./farm-site.ts";
import type { Farm } from "./serve-farm.ts";

const program = fileURLToPath(new URL("../scan/run-measured.ts", import.meta.url));

/** Every site scanned by the command line in a process of its own, as a user does: names by a name server, the authority by NODE_EXTRA_CA_CERTS. */
export async function scanFarm(
  farm: Farm,
  sites: readonly FarmSite[],
  address = "127.0.0.1",
): Promise<ReadonlyMap<string, ScanReport>> {
  const folder = mkdtempSync(join(tmpdir(), "crosscheck-farm-"));
  const names = await startNameServer((name) => {
    if (name.endsWith("gone-farm.com") || name.endsWith("gone-service.net")) return "NXDOMAIN";
    if (name === "old.dangling.example") return { alias: "team.gone-service.net" };
    if (name.endsWith("fails-farm.com")) return "SERVFAIL";
    return [address];
  });
  farm.forget();
  try {
    writeFileSync(join(folder, "authority.pem"), farm.authority.cert);
    const reports = new Map<string, ScanReport>();
    for (const wanted of new Set(sites.map((site) => site.arguments.join(" ")))) {
      const group = sites.filter((site) => site.arguments.join(" ") === wanted);
      const urls = group.map((site) => urlOf(farm, site));
      writeFileSync(join(folder, "list.txt"), `${urls.join("\n")}\n`);
      const argv = ["scan", "--list", join(folder, "list.txt"), "--format", "ndjson", "--allow-private"];
      const more = ["--resolver", names.address, "--fail-on", "never", "--concurrency", "4"];
      const lines = await run([...argv, ...more, ...(group[0]?.arguments ?? [])], folder);
      for (const line of lines.split("\n").filter((text) => text !== "")) {
        const report = JSON.parse(line) as ScanReport;
        const site = group[urls.indexOf(report.target)];
        if (site !== undefined) reports.set(site.id, report);
      }
    }
    return reports;
  } finally {
    await names.close();
    rmSync(folder, { recursive: true, force: true });
  }
}

function urlOf({ tlsPort, plainPort }: Farm, { scheme, host }: FarmSite): string {
  return new URL(`${scheme}://${host}:${scheme === "https" ? tlsPort : plainPort}/`).href;
}

function run(argv: readonly string[], folder: string): Promise<string> {
  return new Promise((resolve, reject) => {
    const child = spawn(process.execPath, ["-C", "@crosscheck/source", program, ...argv], {
      cwd: fileURLToPath(new URL("./policies/", import.meta.url)),
      stdio: ["ignore", "pipe", "pipe", "pipe"],
      env: {
        ...process.env,
        NODE_EXTRA_CA_CERTS: join(folder, "authority.pem"),
        CROSSCHECK_DATA: join(folder, "results.sqlite"),
      },
    });
    let out = "";
    let complaints = "";
    child.stdout?.on("data", (chunk) => {
      out += chunk;
    });
    child.stderr?.on("data", (chunk) => {
      complaints += chunk;
    });
    child.once("error", reject);
    child.once("exit", (code) => {
      if (code === 0 || code === 3) resolve(out);
      else reject(new Error(`crosscheck ended with ${code}: ${complaints}`));
    });
  });
}
