import type { SurveyTable } from "../statistics/survey-tables.ts";
import type { Share } from "../statistics/wilson.ts";
import { escapeHtml } from "./escape-html.ts";

const rowHeight = 26;
const labelWidth = 300;
const barWidth = 360;

/** Shares as bars with their intervals. The table beside it says the same in numbers, so it is hidden from screen readers. */
export function shareChart({ rows, chart }: SurveyTable): string {
  if (chart === undefined) return "";
  const shares = rows.flatMap(({ title, cells }) => {
    const cell = cells[chart];
    return isShare(cell) ? [{ title, cell }] : [];
  });
  if (shares.length === 0) return "";
  const most = Math.max(...shares.map(({ cell }) => cell.high), 0.001);
  const x = (share: number): string => (labelWidth + (share / most) * barWidth).toFixed(1);
  const bars = shares.map(({ title, cell }, index) => {
    const y = index * rowHeight;
    const middle = y + rowHeight / 2;
    return `<text class="label" x="${labelWidth - 8}" y="${middle + 4}" text-anchor="end">${escapeHtml(short(title))}</text>
<rect class="bar" x="${labelWidth}" y="${y + 6}" width="${((cell.share / most) * barWidth).toFixed(1)}" height="${rowHeight - 12}"/>
<path class="interval" d="M${x(cell.low)} ${middle}H${x(cell.high)}M${x(cell.low)} ${middle - 4}v8M${x(cell.high)} ${middle - 4}v8"/>`;
  });
  const height = shares.length * rowHeight + 22;
  return `<svg class="chart" viewBox="0 0 ${labelWidth + barWidth + 60} ${height}" aria-hidden="true" focusable="false">
${bars.join("\n")}
<path class="axis" d="M${labelWidth} 0V${height - 20}H${labelWidth + barWidth}"/>
<text class="label" x="${labelWidth}" y="${height - 4}">0</text>
<text class="label" x="${labelWidth + barWidth}" y="${height - 4}" text-anchor="middle">${(most * 100).toPrecision(3)}%</text>
</svg>`;
}

export function isShare(cell: unknown): cell is Share {
  return typeof cell === "object" && cell !== null && "share" in cell;
}

function short(title: string): string {
  return title.length > 44 ? `${title.slice(0, 43)}…` : title;
}
