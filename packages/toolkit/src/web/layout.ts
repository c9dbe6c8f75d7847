import { html } from "hono/html";
import { scriptAsset, styleAsset } from "./assets.ts";
import type { Html } from "./html.ts";

export interface Layout {
  /** Without the product's name. */
  readonly title: string;
  readonly main: Html;
  /** More for `<head>`. */
  readonly head?: Html;
}

/** The frame of every page. */
export function layout({ title, main, head }: Layout): Html {
  return html`<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta name="color-scheme" content="light dark">
<title>${title} – Crosscheck</title>
<link rel="stylesheet" href="${styleAsset.path}">
<link rel="icon" href="/favicon.svg" type="image/svg+xml">
<script src="${scriptAsset.path}" defer></script>
${head}
</head>
<body>
<a class="skip" href="#main">Skip to the content</a>
<header class="site-header"><a class="wordmark" href="/">${mark}<span>Crosscheck</span></a>
<nav class="site-nav" aria-label="Tools"><a href="/generate">Generate</a> <a href="/lint">Lint</a> <a href="/explain">Explain</a> <a href="/learn">Learn</a></nav></header>
<main id="main" tabindex="-1">
${main}
</main>
<footer class="site-footer">
<p>The verdict is a browser’s: what a page at another origin could read, send or break, by the rules of the
<a href="https://fetch.spec.whatwg.org/#http-cors-protocol" rel="noreferrer">Fetch standard</a>.</p>
<p><a href="/scanner">About the scanner</a> · <a href="/api/openapi.json">HTTP API</a></p>
</footer>
</body>
</html>
`;
}

const mark = html`<svg class="mark" viewBox="0 0 24 24" width="24" height="24" aria-hidden="true" focusable="false"><path d="M3 8h13m0 0-4-4m4 4-4 4M21 16H8m0 0 4-4m-4 4 4 4" fill="none" stroke="currentColor" stroke-width="2.25" stroke-linecap="round" stroke-linejoin="round"/></svg>`;

/** The browser tab's icon. */
export const favicon: string = `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 24 24"><rect width="24" height="24" rx="6" fill="#1d4f91"/><path d="M5 9h11m0 0-3-3m3 3-3 3M19 15H8m0 0 3-3m-3 3 3 3" fill="none" stroke="#fff" stroke-width="2" stroke-linecap="round" stroke-linejoin="round"/></svg>`;
