// Installs the Debian packages that suites drive: `node scripts/debian-packages.mjs` reads test/debian-packages.json.
// Plain JavaScript for the machine's own Node.
import { spawnSync } from "node:child_process";
import { readFileSync, rmSync, writeFileSync } from "node:fs";
import { fileURLToPath } from "node:url";

const mark = "# Made by Crosscheck's scripts/debian-packages.mjs for the time of one installation; may be removed.";

/**
 * Installs those of the packages that are missing, as root; their services are kept from starting.
 *
 * @param {readonly string[]} packages
 * @param {{ root?: boolean, policyFile?: string }} machine whether apt-get may be run, and what asks before a service starts
 * @returns {string[]} what is still missing: not root, or the installation failed, which a sentence on stderr explains.
 *   Empty where there is no dpkg: there each suite looks for its own program.
 */
export function ensureDebianPackages(packages, machine = {}) {
  const { root = process.getuid?.() === 0, policyFile = "/usr/sbin/policy-rc.d" } = machine;
  const missing = missingPackages(packages);
  if (missing.length === 0 || !root) return missing;
  process.stderr.write(`Installing Debian packages: ${missing.join(", ")} …\n`);
  const failure = withoutStartingServices(policyFile, () => install(missing));
  if (failure === null) return [];
  process.stderr.write(
    `The Debian packages ${missing.join(", ")} could not be installed: ${failure} ` +
      "The suites that need them will not run. Install them by hand, then try again.\n",
  );
  return missingPackages(missing);
}

/** @param {readonly string[]} packages */
function missingPackages(packages) {
  return packages.filter((name) => {
    // biome-ignore lint/suspicious/noTemplateCurlyInString: dpkg-query's own placeholder
    const query = spawnSync("dpkg-query", ["--show", "--showformat=${db:Status-Status}", name], { encoding: "utf8" });
    return query.error === undefined && query.stdout !== "installed";
  });
}

/** Null, or why it failed. */
function install(packages) {
  const options = ["-o", "DPkg::Lock::Timeout=120"];
  const update = aptGet([...options, "update"]);
  const installed = aptGet([...options, "install", "--no-install-recommends", "--yes", ...packages]);
  // Outdated lists may still do; when they do not, both failures are told.
  if (installed === null) return null;
  return update === null ? installed : `${update} ${installed}`;
}

/** Null, or the command, how it ended and the end of what it said. */
function aptGet(args) {
  const { error, status, signal, stdout, stderr } = spawnSync("apt-get", args, {
    encoding: "utf8",
    env: { ...process.env, DEBIAN_FRONTEND: "noninteractive" },
    maxBuffer: 64 * 1024 * 1024,
  });
  if (error !== undefined) return `apt-get could not be started (${error.message}).`;
  if (status === 0) return null;
  const said = (stderr.trim() || stdout.trim()).split("\n").slice(-3).join(" / ");
  return `apt-get ${args.slice(2).join(" ")} ended with ${signal ?? status}: ${said}.`;
}

/** Runs `action` while policy-rc.d denies every start of a service. A policy that is there already is left alone. */
function withoutStartingServices(policyFile, action) {
  const ours = denyServices(policyFile);
  try {
    return action();
  } finally {
    if (ours) rmSync(policyFile, { force: true });
  }
}

/** Whether the policy is ours, to be removed: just written, or left by a run that was killed. */
function denyServices(policyFile) {
  try {
    writeFileSync(policyFile, `#!/bin/sh\n${mark}\nexit 101\n`, { mode: 0o755, flag: "wx" });
    return true;
  } catch (error) {
    if (error.code !== "EEXIST") throw error;
    return readFileSync(policyFile, "utf8").includes(mark);
  }
}

if (process.argv[1] === fileURLToPath(import.meta.url)) {
  const list = new URL("../test/debian-packages.json", import.meta.url);
  const missing = ensureDebianPackages(JSON.parse(readFileSync(list, "utf8")));
  if (missing.length > 0) {
    process.stderr.write(
      `Missing: ${missing.join(", ")}. As root: apt-get install --no-install-recommends ${missing.join(" ")}\n`,
    );
  }
  process.exit(missing.length === 0 ? 0 : 1);
}
