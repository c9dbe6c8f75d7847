import { createHash } from "node:crypto";
import { getHeader } from "@crosscheck/cors/http";
import { html, raw } from "hono/html";
import { attackerWords } from "../report/attacker-words.ts";
import type { FindingReport } from "../report/scan-report.ts";
import { curlCommand } from "./curl-command.ts";
import type { Html } from "./html.ts";
import { proofScript, proofStyle } from "./proof-script.ts";
import { visibleText } from "./visible-text.ts";

/** How a finding is shown: by a page in a browser, by one in a sandboxed frame, or by curl alone. */
export type ProofKind = "page" | "sandboxed page" | "curl";

export function proofKind(finding: FindingReport): ProofKind {
  const { check, evidence } = finding;
  const origin = proofOrigin(finding);
  const method = evidence[0]?.request.method;
  // What a preflight grants would change something; caches and forged headers are no page's doing.
  if (origin === null || method === undefined || method === "OPTIONS") return "curl";
  if (check === "missing-vary" || check === "reflects-host") return "curl";
  return origin === "null" ? "sandboxed page" : "page";
}

/** The origin of the page that shows it: of what nobody gains by, the one that was asked as. */
export function proofOrigin({ origin, evidence }: FindingReport): string | null {
  return origin ?? getHeader(evidence[0]?.request.headers ?? [], "origin");
}

/**
 * A page that shows a finding in a browser. It asks only when its button is pressed, shows the length and the first bytes of
 * what it read, and its policy lets it connect to the site that it is about and nowhere else.
 */
export function proofPage(finding: FindingReport): Html {
  const kind = proofKind(finding);
  const site = URL.parse(finding.url)?.origin ?? "'none'";
  const policy = `default-src 'none'; connect-src ${site}; script-src '${hashOf(proofScript)}'; style-src '${hashOf(proofStyle)}'; base-uri 'none'; form-action 'none'`;
  const [method] = finding.evidence.map(({ request }) => request.method);
  const config = { url: finding.url, origin: proofOrigin(finding), method: method ?? "GET" };
  const runner = html`<p>This page is at <span id="here"></span></p>
<p><button type="button" id="run">Make the request</button></p>
<div id="output" role="status"></div>
<script type="application/json" id="config">${raw(jsonForScript(config))}</script>
<script>${raw(proofScript)}</script>`;
  const framed = html`<!doctype html><meta charset="utf-8"><title>In the sandbox</title><style>${raw(proofStyle)}</style>${runner}`;
  return html`<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta http-equiv="Content-Security-Policy" content="${policy}">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta name="referrer" content="no-referrer">
<title>Proof: ${finding.title}</title>
<style>${raw(proofStyle)}</style>
</head>
<body>
<h1>${finding.title}</h1>
<p>${visibleText(finding.message)}</p>
<p>Who: ${attackerWords[finding.attacker]}${finding.state === null ? "" : html` (${visibleText(finding.state)})`}.</p>
${kind === "curl" ? html`<p>This one is shown by curl, not by a page.</p>` : shown(finding, kind, runner, framed)}
<h2>The same with curl</h2>
${proofCommands(finding).map((command) => html`<pre><code>${visibleText(command, 10_000)}</code></pre>`)}
</body>
</html>
`;
}

function shown(finding: FindingReport, kind: ProofKind, runner: Html, framed: Html): Html {
  const { url, level } = finding;
  const expected =
    level === "broken"
      ? "A browser refuses it: that is the finding."
      : "If the site is as it was scanned, the page reads the answer. With credentials the browser sends the visitor's cookies as far as their SameSite attribute and its settings for third-party cookies let it.";
  return html`<h2>In a browser</h2>
<p>Pressing the button asks <code>${visibleText(url, 500)}</code>, with credentials and without. Only the length and the first bytes of
what could be read are shown; nothing is sent on. ${expected}</p>
${
  kind === "sandboxed page"
    ? html`<p>The frame below is sandboxed, which gives it the origin <code>null</code>, wherever this page is.</p>
<iframe sandbox="allow-scripts" title="A page whose origin is null" srcdoc="${String(framed)}"></iframe>`
    : html`<p>Serve this page at <code>${visibleText(proofOrigin(finding) ?? "", 300)}</code>: README.md beside it says how, on your own machine.</p>
${runner}`
}`;
}

/** The requests that show it, as lines of curl. */
export function proofCommands({ evidence }: FindingReport): readonly string[] {
  return [...new Set(evidence.map(({ request }) => curlCommand(request)))].slice(0, 2);
}

/** JSON that ends no script element. */
function jsonForScript(value: unknown): string {
  return JSON.stringify(value).replace(/[<>&\u2028\u2029]/g, (character) => {
    return `\\u${character.charCodeAt(0).toString(16).padStart(4, "0")}`;
  });
}

/** https://w3c.github.io/webappsec-csp/#grammardef-hash-source */
function hashOf(text: string): string {
  return `sha256-${createHash("sha256").update(text).digest("base64")}`;
}
