import { markdownBlock, markdownCode, markdownText } from "../report/markdown-text.ts";
import type { FindingReport, ScanReport } from "../report/scan-report.ts";
import { proofCommands, proofKind, proofOrigin, proofPage } from "./proof-page.ts";

export interface ProofFile {
  readonly name: string;
  readonly text: string;
}

/** The first line of a folder's README, by which a later run knows it as its own. */
export const proofHeading = "# Proofs of what a scan found";

/** A page and a line of curl for each finding, and a README that says how to serve them. Empty without findings. */
export function proofFolder(reports: readonly ScanReport[]): readonly ProofFile[] {
  const proofs = reports
    .flatMap(({ findings }) => findings)
    .map((finding, index) => ({ finding, name: fileName(finding, index + 1) }));
  if (proofs.length === 0) return [];
  const pages = proofs.map(({ finding, name }) => ({ name, text: String(proofPage(finding)) }));
  return [...pages, { name: "README.md", text: readme(proofs) }];
}

/** `01-trusts-null-shop.example.html`: nothing of a name but letters, digits, dots and hyphens. */
function fileName({ check, url }: FindingReport, number: number): string {
  const host = (URL.parse(url)?.host ?? "site").replace(/[^a-z0-9.-]+/g, "-").replace(/^[.-]+/, "");
  return `${String(number).padStart(2, "0")}-${check}-${host.slice(0, 80) || "site"}.html`;
}

interface Proof {
  readonly finding: FindingReport;
  readonly name: string;
}

function readme(proofs: readonly Proof[]): string {
  const origins = [
    ...new Set(proofs.flatMap(({ finding }) => (proofKind(finding) === "page" ? [proofOrigin(finding) ?? ""] : []))),
  ].filter((origin) => /^https?:/.test(origin));
  const parts = [
    proofHeading,
    "Each page here shows one finding in a browser, from where an attacker would. They are for your own machine and a site that is yours: a page asks only when its button is pressed, shows the length and the first bytes of what it read, and sends nothing on. Do not publish them.",
    ...proofs.flatMap(({ finding, name }, index) => [
      `## ${index + 1}. ${markdownText(finding.title)}`,
      `${markdownText(finding.message)}`,
      proofKind(finding) === "curl"
        ? `[${name}](${name}) explains it; curl shows it:`
        : `[${name}](${name})${proofKind(finding) === "page" ? `, served at ${markdownCode(proofOrigin(finding) ?? "")}` : ", wherever it is served"}; or with curl:`,
      markdownBlock(proofCommands(finding), "sh"),
    ]),
    "## Serving them at the attacking origin",
    "A page's origin is where the browser got it from. Serve this folder on your own machine, and tell a browser, with a profile of its own, that the attacker's names are here:",
    markdownBlock(serving(origins), "sh"),
    "`openssl s_server -WWW` serves the folder over https with a certificate made on the spot, which that browser is told to accept. Close the browser and both servers when you are done, and delete the certificate.",
  ];
  return `${parts.join("\n\n")}\n`;
}

/** Names that nobody owns yet are led to this machine, for one browser alone. */
function serving(origins: readonly string[]): readonly string[] {
  const rules = origins.flatMap((origin) => {
    const { protocol, hostname, port } = new URL(origin);
    const asked = port === "" ? (protocol === "https:" ? "443" : "80") : port;
    return /^[a-z0-9._-]+$/.test(hostname)
      ? [`MAP ${hostname}:${asked} 127.0.0.1:${protocol === "https:" ? 8443 : 8000}`]
      : [];
  });
  return [
    'openssl req -x509 -newkey rsa:2048 -nodes -days 2 -subj "/CN=proof" -keyout proof-key.pem -out proof-certificate.pem',
    "openssl s_server -WWW -quiet -accept 127.0.0.1:8443 -key proof-key.pem -cert proof-certificate.pem &",
    "python3 -m http.server 8000 --bind 127.0.0.1 &",
    `chromium --user-data-dir="$(mktemp -d)" --ignore-certificate-errors --host-resolver-rules="${rules.join(", ")}"`,
  ];
}
