import type { DemoSite } from "./demo-site.ts";

/** The page that a demo site shows in a browser: what it is and what a scan should say of it. */
export function sitePage(site: DemoSite): string {
  const verdict =
    site.verdict === "passed" ? "Passed" : site.cause === "broken" ? "Failed (broken)" : "Failed (unsafe)";
  return `<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width">
<meta name="color-scheme" content="light dark">
<title>${escapeHtml(site.title)}: a demo site of Crosscheck</title>
<style>
body { font: 1.0625rem/1.6 system-ui, sans-serif; max-width: 40rem; margin: 10vh auto; padding: 0 1.25rem; }
pre { padding: 1rem; border: 1px solid; border-radius: .5rem; white-space: pre-wrap; overflow-wrap: anywhere; }
</style>
</head>
<body>
<main>
<p>A demo site of Crosscheck, on this machine alone.</p>
<h1>${escapeHtml(site.title)}</h1>
<p>${escapeHtml(site.description)}</p>
<pre>${escapeHtml(site.source)}</pre>
<p>A scan should say: <strong>${verdict}</strong>.</p>
</main>
</body>
</html>
`;
}

function escapeHtml(text: string): string {
  return text.replace(/[&<>"]/g, (character) => `&#${character.charCodeAt(0)};`);
}
