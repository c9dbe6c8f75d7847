import { spawnSync } from "node:child_process";
import { chmodSync, existsSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { delimiter, join } from "node:path";
import { fileURLToPath } from "node:url";
import { afterEach, beforeEach, describe, expect, test } from "vitest";

const script = fileURLToPath(new URL("../../scripts/debian-packages.mjs", import.meta.url));

/** A folder whose dpkg-query and apt-get stand in for the machine's: apt-get keeps a diary instead of installing. */
let folder: string;
const policyFile = (): string => join(folder, "policy-rc.d");
const diary = (): string => (existsSync(join(folder, "diary")) ? readFileSync(join(folder, "diary"), "utf8") : "");

beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), "crosscheck-debian-"));
  program(
    "dpkg-query",
    `case "$3" in here) printf installed;; gone) printf config-files;; *) [ -f "${folder}/$3" ] && printf installed;; esac`,
  );
});

afterEach(() => rmSync(folder, { recursive: true, force: true }));

function program(name: string, body: string): void {
  writeFileSync(join(folder, name), `#!/bin/sh\n${body}\n`);
  chmodSync(join(folder, name), 0o755);
}

function ensure(packages: readonly string[], root: boolean): { missing: unknown; stderr: string } {
  const args = JSON.stringify([packages, { root, policyFile: policyFile() }]).slice(1, -1);
  const code = `import { ensureDebianPackages } from ${JSON.stringify(script)};
    process.stdout.write(JSON.stringify(ensureDebianPackages(${args})));`;
  const { stdout, stderr } = spawnSync(process.execPath, ["--input-type=module", "--eval", code], {
    encoding: "utf8",
    env: { PATH: [folder, "/usr/bin", "/bin"].join(delimiter) },
  });
  return { missing: JSON.parse(stdout), stderr };
}

const installs = `echo "$* policy:$([ -x "$POLICY" ] && echo denies)" >> "$DIARY"; case "$*" in *install*) touch "$FOLDER/absent";; esac`;
const aptGet = (): string => `DIARY=${folder}/diary; POLICY=${policyFile()}; FOLDER=${folder}; ${installs}`;

test("nothing is missing: apt-get is not asked", () => {
  program("apt-get", aptGet());
  expect(ensure(["here"], true)).toEqual({ missing: [], stderr: "" });
  expect(diary()).toBe("");
});

describe("as root", () => {
  test("a missing package is installed while services are denied, and the policy is gone afterwards", () => {
    program("apt-get", aptGet());
    expect(ensure(["here", "absent"], true).missing).toEqual([]);
    expect(diary().split("\n")).toEqual([
      "-o DPkg::Lock::Timeout=120 update policy:denies",
      "-o DPkg::Lock::Timeout=120 install --no-install-recommends --yes absent policy:denies",
      "",
    ]);
    expect(existsSync(policyFile())).toBe(false);
  });

  test("a policy that the machine already has stays as it is", () => {
    writeFileSync(policyFile(), "#!/bin/sh\nexit 0\n");
    program("apt-get", aptGet());
    expect(ensure(["absent"], true).missing).toEqual([]);
    expect(readFileSync(policyFile(), "utf8")).toBe("#!/bin/sh\nexit 0\n");
  });

  test("a failure is one sentence that says what failed and what to do", () => {
    program("apt-get", 'echo "E: no such package" >&2; exit 100');
    const { missing, stderr } = ensure(["gone"], true);
    expect(missing).toEqual(["gone"]);
    expect(stderr).toContain(
      "The Debian packages gone could not be installed: apt-get update ended with 100: E: no such package.",
    );
    expect(stderr).toContain("Install them by hand, then try again.");
    expect(existsSync(policyFile())).toBe(false);
  });
});

describe("as anybody else", () => {
  test("what is missing is returned, and nothing is tried", () => {
    program("apt-get", aptGet());
    expect(ensure(["here", "absent", "gone"], false).missing).toEqual(["absent", "gone"]);
    expect(diary()).toBe("");
  });
});
