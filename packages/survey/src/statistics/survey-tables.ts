import { categories } from "../judge/categories.ts";
import { classWords } from "../store/outcome-class.ts";
import type { SurveyCounts } from "./count-survey.ts";
import {
  almanac2025,
  almanacCookies,
  chen2018,
  citedFigures,
  corstest2017,
  type PublishedTable,
} from "./literature.ts";
import { type Share, shareOf } from "./wilson.ts";

export type Cell = string | number | Share | null;

/** A table of the report: the same in HTML and CSV. */
export interface SurveyTable {
  readonly id: string;
  readonly title: string;
  readonly note: string;
  readonly columns: readonly string[];
  readonly rows: readonly { readonly title: string; readonly hint?: string; readonly cells: readonly Cell[] }[];
  /** The column whose shares are drawn as a chart, if any. */
  readonly chart?: number;
}

export function surveyTables(counts: SurveyCounts, before: SurveyCounts | null): readonly SurveyTable[] {
  const cors = counts.sites.get("cors") ?? 0;
  const corsDomains = counts.byDomain.get("cors") ?? 0;
  const ofCors = (id: string): Share | null => shareOf(counts.sites.get(id) ?? 0, cors);
  const ofCorsDomains = (id: string): Share | null => shareOf(counts.byDomain.get(id) ?? 0, corsDomains);
  const published = (table: PublishedTable, ours: readonly ((id: string) => Share | null)[]): SurveyTable => ({
    id: table.id,
    title: `Beside ${table.title}`,
    note: `${table.source}. ${table.what} Ours are of the sites and registrable domains with CORS.`,
    columns: [
      ...table.columns.flatMap((name) => [`published: ${name}`, "%"]),
      ...ours.map((_, index) => `ours: ${index === 0 ? "sites" : "domains"}`),
    ],
    rows: table.rows.map(({ category, title, counts: found, percents }) => ({
      title,
      hint: definitionOf(category),
      cells: [...found.flatMap((count, index) => [count, percents[index] ?? null]), ...ours.map((of) => of(category))],
    })),
    chart: table.columns.length * 2,
  });
  return [
    {
      id: "denominators",
      title: "Who was asked, and who answered",
      note: "Every share below names one of these as what it is of. Shares here are of all asked; intervals are 95% (Wilson).",
      columns: ["sites"],
      rows: [
        ["asked", counts.asked],
        ["resolved: the name has an address", counts.resolved],
        ["reached: something took the connection", counts.reached],
        ["answered in HTTP", counts.answered],
        ["answered everything they were asked", counts.whole],
        ["CORS seen", cors],
        ["CORS with credentials seen", counts.sites.get("credentialed") ?? 0],
        ["exploitable by a cross-site page", counts.sites.get("cross-site-read") ?? 0],
        ["exploitable by a same-site page", counts.sites.get("same-site-read") ?? 0],
      ].map(([title, count]) => ({ title: String(title), cells: [shareOf(Number(count), counts.asked)] })),
      chart: 0,
    },
    {
      id: "classes",
      title: "What became of the sites",
      note: "Errors are kept apart: each says something else. Timeouts, resets and failures of name servers were tried again at low load.",
      columns: ["sites"],
      rows: [...counts.classes].map(([name, count]) => ({
        title: classWords[name],
        cells: [shareOf(count, counts.asked)],
      })),
      chart: 0,
    },
    {
      id: "categories",
      title: "CORS, row by row",
      note: "Sites and registrable domains (public suffix list) with CORS are what the shares are of. Rows overlap; a comparison of names is counted once, by the widest. Each row's definition is the check's own.",
      columns: ["sites with CORS", "registrable domains with CORS"],
      rows: categories.map(({ id, title, definition, checks }) => ({
        title,
        hint: definition + (checks.length > 0 ? ` (check: ${checks.join(", ")})` : ""),
        cells: [ofCors(id), ofCorsDomains(id)],
      })),
      chart: 0,
    },
    published(chen2018, [ofCors, ofCorsDomains]),
    published(corstest2017, [ofCors]),
    {
      id: "ranks",
      title: "By rank",
      note: "Sites up to each rank and above the one before. CORS is of the sites that answered, loose (any row about who is let in) of those with CORS.",
      columns: ["asked", "answered", "CORS", "loose, of CORS"],
      rows: counts.buckets.map(({ upTo, asked, answered, cors: seen, loose }) => ({
        title: Number.isFinite(upTo) ? `up to ${upTo.toLocaleString("en")}` : "beyond",
        cells: [asked, shareOf(answered, asked), shareOf(seen, answered), shareOf(loose, seen)],
      })),
      chart: 2,
    },
    {
      id: "headers",
      title: "Security headers, beside the Web Almanac 2025",
      note: "The Almanac’s are of mobile pages that Chrome loaded; ours of the sites that answered, the page itself alone.",
      columns: ["Web Almanac, %", "ours"],
      rows: almanac2025.map(({ fact, title, percent }) => ({
        title,
        cells: [
          percent,
          fact === "tao"
            ? shareOf(counts.timing.star, counts.timing.all)
            : shareOf(counts.headers.get(fact) ?? 0, counts.answered),
        ],
      })),
      chart: 1,
    },
    {
      id: "cookies",
      title: "Cookies by SameSite, beside the Web Almanac 2025",
      note: "First-party cookies; ours are those of the first answer.",
      columns: ["Web Almanac, %", "ours"],
      rows: almanacCookies.map(({ title, percent }, index) => ({
        title,
        cells: [
          percent,
          shareOf(
            counts.cookies[index] ?? 0,
            counts.cookies.reduce((sum, count) => sum + count, 0),
          ),
        ],
      })),
    },
    {
      id: "cited",
      title: "Three figures that are often cited",
      note: "Shown as cited: none can be reproduced from the published tables held here. Beside each, what this run measures that comes nearest.",
      columns: ["cited", "cited from", "beside it", "ours"],
      rows: citedFigures.map(({ figure, says, cites, beside, measured }) => ({
        title: says,
        cells: [
          figure,
          cites,
          beside,
          measured.of === "cors"
            ? ofCors(measured.category)
            : shareOf(counts.sites.get(measured.category) ?? 0, counts.answered),
        ],
      })),
    },
    ...(before === null ? [] : [comparison(counts, before)]),
  ];
}

function comparison(counts: SurveyCounts, before: SurveyCounts): SurveyTable {
  const share = (of: SurveyCounts, id: string): Share | null => shareOf(of.sites.get(id) ?? 0, of.answered);
  return {
    id: "before-and-after",
    title: "Before and after",
    note: `Of the sites that answered. Before: ${before.startedAt ?? "unknown"}; after: ${counts.startedAt ?? "unknown"}. “Apart” where the two 95% intervals do not touch.`,
    columns: ["before", "after", "difference"],
    rows: categories.map(({ id, title }) => {
      const [old, now] = [share(before, id), share(counts, id)];
      return { title, cells: [old, now, old === null || now === null ? null : difference(old, now)] };
    }),
  };
}

function difference(old: Share, now: Share): string {
  const points = (now.share - old.share) * 100;
  const apart = old.high < now.low || now.high < old.low;
  return `${points > 0 ? "+" : ""}${points.toFixed(2)} points${apart ? ", apart" : ""}`;
}

function definitionOf(id: string): string {
  return categories.find((category) => category.id === id)?.definition ?? "";
}
