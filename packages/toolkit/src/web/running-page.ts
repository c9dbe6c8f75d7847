import { html } from "hono/html";
import type { Html } from "./html.ts";
import { layout } from "./layout.ts";
import { visibleText } from "./visible-text.ts";

export interface RunningPage {
  readonly id: string;
  readonly target: string;
  /** What is happening now, one short sentence. */
  readonly progress: string;
  /** Scans that come first; 0 when it runs. */
  readonly before: number;
}

/** Shown while a scan runs: a script follows its progress; without one the page refreshes itself. */
export function runningPage({ id, target, progress, before }: RunningPage): Html {
  return layout({
    title: `Scanning ${visibleText(target, 100)}`,
    head: html`<noscript><meta http-equiv="refresh" content="1"></noscript>`,
    main: html`<div class="running" data-events="/api/v1/scans/${id}/events">
<h1>Scanning <bdi>${visibleText(target, 300)}</bdi></h1>
<p class="lead" id="progress" role="status">${before === 0 ? progress : `Waiting for its turn: ${before === 1 ? "one scan comes" : `${before} scans come`} first.`}</p>
<div class="activity" aria-hidden="true"></div>
<p class="hint">Most scans take a few seconds, and none more than half a minute. This page shows the result when it is there.</p>
</div>`,
  });
}
