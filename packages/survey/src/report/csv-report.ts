import { csvLine } from "../export/csv-line.ts";
import type { SurveyTable } from "../statistics/survey-tables.ts";
import { isShare } from "./share-chart.ts";

/** Every cell of every table as a line: count, what it is of, share and interval in columns of their own. */
export function csvReport(tables: readonly SurveyTable[]): string {
  const lines = [csvLine(["table", "row", "column", "value", "count", "of", "share", "low", "high"])];
  for (const { id, columns, rows } of tables) {
    for (const { title, cells } of rows) {
      for (const [index, cell] of cells.entries()) {
        const place = [id, title, columns[index] ?? ""];
        if (isShare(cell)) lines.push(csvLine([...place, null, cell.count, cell.of, cell.share, cell.low, cell.high]));
        else if (cell !== null) lines.push(csvLine([...place, cell, null, null, null, null, null]));
      }
    }
  }
  return lines.join("");
}
