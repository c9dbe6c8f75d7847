import { createHash } from "node:crypto";
import type { SurveyCounts } from "../statistics/count-survey.ts";
import type { Cell, SurveyTable } from "../statistics/survey-tables.ts";
import { escapeHtml } from "./escape-html.ts";
import { isShare, shareChart } from "./share-chart.ts";

const style = `
:root { color-scheme: light dark; --ground: #f7f8f9; --surface: #fff; --line: #d9dee3; --text: #1b2127; --muted: #545f6b; --accent: #1d4f91; --bar: #7ba3d4; }
@media screen and (prefers-color-scheme: dark) { :root { --ground: #101418; --surface: #181d22; --line: #2d353d; --text: #e5e9ed; --muted: #a3aeb9; --accent: #8ebcf5; --bar: #2f5c94; } }
* { box-sizing: border-box; }
body { margin: 0; background: var(--ground); color: var(--text); font: 1rem/1.6 system-ui, -apple-system, "Segoe UI", Roboto, sans-serif; overflow-wrap: break-word; }
main, header, footer { max-width: 66rem; margin-inline: auto; padding: 1rem clamp(1rem, 4vw, 2rem); }
h1, h2 { line-height: 1.25; letter-spacing: -.01em; text-wrap: balance; } h1 { margin: 0; } h2 { margin: 2.5rem 0 .25rem; }
p { margin: .25rem 0; max-width: 46rem; } .note, footer, .hint { color: var(--muted); font-size: .9375rem; }
a { color: var(--accent); } nav ul { list-style: none; margin: .5rem 0 0; padding: 0; display: flex; flex-wrap: wrap; gap: .25rem 1.25rem; }
.figures { display: grid; grid-template-columns: repeat(auto-fit, minmax(9rem, 1fr)); gap: .75rem; margin: 1rem 0 0; }
.figures div { background: var(--surface); border: 1px solid var(--line); border-radius: 10px; padding: .75rem 1rem; }
.figures dt { color: var(--muted); font-size: .875rem; } .figures dd { margin: 0; font-size: 1.5rem; font-weight: 650; }
.scroll { overflow-x: auto; margin-top: .75rem; border: 1px solid var(--line); border-radius: 10px; background: var(--surface); }
.scroll:focus-visible { outline: 3px solid var(--accent); }
table { border-collapse: collapse; width: 100%; font-size: .9375rem; } th, td { padding: .375rem .75rem; text-align: start; vertical-align: top; }
thead th { border-bottom: 1px solid var(--line); } tbody tr + tr { border-top: 1px solid var(--line); } tbody th { font-weight: 400; min-width: 11rem; }
td.number { text-align: end; font-variant-numeric: tabular-nums; white-space: nowrap; } th.number { text-align: end; }
td .interval { display: block; color: var(--muted); font-size: .8125rem; } .hint { display: block; font-size: .8125rem; max-width: 26rem; }
svg.chart { display: block; width: 100%; max-width: 46rem; margin-top: .75rem; } svg .label { font: 12px system-ui, sans-serif; fill: var(--muted); }
svg .bar { fill: var(--bar); } svg .interval { stroke: var(--text); fill: none; } svg .axis { stroke: var(--line); fill: none; }
@media (max-width: 40rem) { svg.chart { display: none; } }
@media print { .scroll { overflow: visible; } section { break-inside: avoid-page; } }
`;

/** A whole page in one file: no script, nothing loaded, and a policy that would let in neither. */
export function htmlReport(counts: SurveyCounts, tables: readonly SurveyTable[]): string {
  const hash = createHash("sha256").update(style).digest("base64");
  const policy = `default-src 'none'; style-src 'sha256-${hash}'; base-uri 'none'; form-action 'none'`;
  const name = counts.list?.name.replace(/^.*[/\\]/, "") ?? "a list";
  const title = `CORS survey of ${name}`;
  const cors = counts.sites.get("cors") ?? 0;
  const figures: readonly (readonly [string, string])[] = [
    ["asked", format(counts.asked)],
    ["answered", format(counts.answered)],
    ["have CORS", `${format(cors)}${percentBeside(cors, counts.answered)}`],
    ["let in too many", format(counts.sites.get("loose") ?? 0)],
    ["exploitable cross-site", format(counts.sites.get("cross-site-read") ?? 0)],
  ];
  const partial =
    counts.finishedAt === null
      ? `<p><strong>This run is not finished:</strong> ${format(counts.asked)} of ${format(counts.targets)} sites were asked so far.</p>`
      : "";
  return `<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta http-equiv="Content-Security-Policy" content="${escapeHtml(policy)}">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta name="color-scheme" content="light dark">
<title>${escapeHtml(title)}</title>
<style>${style}</style>
</head>
<body>
<header>
<h1>${escapeHtml(title)}</h1>
<p class="note">${escapeHtml(whence(counts))}</p>
${partial}
<dl class="figures">${figures.map(([term, value]) => `<div><dt>${term}</dt><dd>${value}</dd></div>`).join("")}</dl>
<nav aria-label="Tables"><ul>${tables.map(({ id, title: heading }) => `<li><a href="#${id}">${escapeHtml(heading)}</a></li>`).join("")}</ul></nav>
</header>
<main>
${tables.map(section).join("\n")}
</main>
<footer>
<p>Made by Crosscheck from stored exchanges. The verdicts are a browser’s, by the rules of the Fetch standard: what a page at another origin could read, send or break. What was sent, to whom, and how owners opt out is in the survey’s documentation.</p>
</footer>
</body>
</html>
`;
}

function section(table: SurveyTable): string {
  const { id, title, note, columns, rows } = table;
  const isNumeric = columns.map((_, index) => rows.every(({ cells }) => isNumber(cells[index] ?? null)));
  return `<section aria-labelledby="${id}">
<h2 id="${id}">${escapeHtml(title)}</h2>
<p class="note">${escapeHtml(note)}</p>
${shareChart(table)}
<div class="scroll" tabindex="0" role="region" aria-labelledby="${id}"><table>
<thead><tr><th scope="col">row</th>${columns.map((column, index) => `<th scope="col"${isNumeric[index] ? ' class="number"' : ""}>${escapeHtml(column)}</th>`).join("")}</tr></thead>
<tbody>
${rows.map((row) => `<tr><th scope="row">${escapeHtml(row.title)}${row.hint ? `<span class="hint">${escapeHtml(row.hint)}</span>` : ""}</th>${row.cells.map((cell, index) => `<td${isNumeric[index] ? ' class="number"' : ""}>${cellHtml(cell)}</td>`).join("")}</tr>`).join("\n")}
</tbody>
</table></div>
</section>`;
}

function cellHtml(cell: Cell): string {
  if (cell === null) return "–";
  if (typeof cell === "number") return format(cell);
  if (!isShare(cell)) return escapeHtml(cell);
  return `${format(cell.count)} of ${format(cell.of)} = ${percent(cell.share)} <span class="interval">${percent(cell.low)} to ${percent(cell.high)}</span>`;
}

function isNumber(cell: Cell): boolean {
  return cell === null || typeof cell === "number" || isShare(cell) || /^[\d.,–]+$/.test(cell);
}

function whence({ list, startedAt, finishedAt, checks, requests, mostLoopDelayMs }: SurveyCounts): string {
  const sample = list?.sample == null ? "" : ` a sample of it with the seed ${list.seed},`;
  return `A ${list?.kind ?? "plain"} list (SHA-256 ${list?.digest.slice(0, 16) ?? "unknown"}…, read ${list?.readAt ?? "unknown"}),${sample} asked from ${startedAt ?? "unknown"} to ${finishedAt ?? "now"} with ${format(requests)} requests (--checks ${checks}). The event loop was late by ${mostLoopDelayMs} ms at most.`;
}

function percentBeside(count: number, of: number): string {
  return of === 0 ? "" : ` (${percent(count / of)})`;
}

function percent(share: number): string {
  const value = share * 100;
  return `${value !== 0 && value < 1 ? value.toPrecision(2) : value.toFixed(1)}%`;
}

function format(number: number): string {
  return number.toLocaleString("en");
}
