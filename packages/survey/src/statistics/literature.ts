/** A published row, as it was published. */
interface PublishedRow {
  readonly category: string;
  readonly title: string;
  readonly counts: readonly (number | null)[];
  /** Percent, as printed there. */
  readonly percents: readonly (string | null)[];
}

export interface PublishedTable {
  readonly id: string;
  readonly title: string;
  readonly source: string;
  readonly url: string;
  readonly what: string;
  readonly columns: readonly string[];
  readonly rows: readonly PublishedRow[];
}

const row = (
  category: string,
  title: string,
  ...pairs: readonly (readonly [number | null, string | null])[]
): PublishedRow => ({
  category,
  title,
  counts: pairs.map(([count]) => count),
  percents: pairs.map(([, percent]) => percent),
});

export const chen2018: PublishedTable = {
  id: "chen-2018",
  title: "Chen et al. 2018",
  source: "We Still Don’t Have Secure Cross-Domain Requests, USENIX Security 2018, table 3",
  url: "https://www.usenix.org/conference/usenixsecurity18/presentation/chen-jianjun",
  what: "97,199,966 subdomains of 49,729 base domains under the Alexa 50,000 (passive DNS). Shares are of the 481,589 subdomains and 22,049 base domains with CORS; rows overlap.",
  columns: ["subdomains", "base domains"],
  rows: [
    row("trusts-insecure-scheme", "HTTPS site trusts its HTTP origin", [61_347, "12.7"], [1_031, "4.7"]),
    row("trusts-any-subdomain", "trusts all subdomains", [84_327, "17.5"], [1_010, "4.5"]),
    row("reflects-any-origin", "reflects any origin", [15_902, "3.3"], [1_887, "8.6"]),
    row("prefix-match", "prefix match", [1_876, "0.4"], [315, "1.4"]),
    row("suffix-match", "suffix match", [32_575, "6.8"], [365, "1.7"]),
    row("substring-match", "substring match", [430, "0.1"], [132, "0.6"]),
    row("unescaped-dot", "dot not escaped", [890, "0.2"], [139, "0.6"]),
    row("trusts-null", "trusts null", [3_991, "0.8"], [175, "0.8"]),
    row("loose", "total of these", [132_476, "27.5"], [2_913, "13.2"]),
    row("wildcard-with-credentials", "* with credentials", [7_444, "1.5"], [null, null]),
    row("no-vary", "no Vary: Origin", [132_987, "27"], [null, null]),
  ],
};

export const corstest2017: PublishedTable = {
  id: "corstest-2017",
  title: "CORStest 2017",
  source: "CORStest, Alexa top million, July 2017",
  url: "https://github.com/RUB-NDS/CORStest",
  what: "The main pages of a million sites, 14 hours on a home line; credentials were not required. 29,514 sites had CORS, about 3%. Shares are of those.",
  columns: ["sites"],
  rows: [
    row("reflects-any-origin", "reflects any origin", [1_702, "5.8"]),
    row("trusts-insecure-scheme", "trusts http", [1_677, "5.7"]),
    row("trusts-any-subdomain", "trusts subdomains", [460, "1.6"]),
    row("prefix-match", "prefix match", [159, "0.5"]),
    row("suffix-match", "suffix match", [147, "0.5"]),
    row("trusts-null", "trusts null", [57, "0.2"]),
    row("developer-origin", "developer back door", [8, "0.03"]),
    row("invalid", "invalid value", [1_019, "3.5"]),
    row("valid", "valid", [24_285, "82.3"]),
  ],
};

/** Web Almanac 2025, mobile pages; shares of all, but for the last. */
export const almanac2025: readonly { readonly fact: string; readonly title: string; readonly percent: string }[] = [
  { fact: "hsts", title: "Strict-Transport-Security", percent: "36" },
  { fact: "csp", title: "Content-Security-Policy", percent: "21.9" },
  { fact: "permissions", title: "Permissions-Policy", percent: "3.7" },
  { fact: "corp", title: "Cross-Origin-Resource-Policy", percent: "2.25" },
  { fact: "coop", title: "Cross-Origin-Opener-Policy", percent: "2" },
  { fact: "coep", title: "Cross-Origin-Embedder-Policy", percent: "0.75" },
  { fact: "tao", title: "Timing-Allow-Origin: *, of those that send it", percent: "84.6" },
];

/** The same, of first-party cookies. */
export const almanacCookies: readonly { readonly title: string; readonly percent: string }[] = [
  { title: "SameSite=None", percent: "11" },
  { title: "SameSite=Lax", percent: "19" },
  { title: "SameSite=Strict", percent: "3" },
  { title: "no SameSite", percent: "62–66" },
];

/** Figures that the guide cites, and that no table held here reproduces. Shown as cited. */
export const citedFigures: readonly {
  readonly figure: string;
  readonly says: string;
  readonly cites: string;
  readonly beside: string;
  /** What we measure beside it: a category, of the sites that answered or of those with CORS. */
  readonly measured: { readonly category: string; readonly of: "answered" | "cors" };
}[] = [
  {
    figure: "3.75%",
    says: "of the top million are dangerously loose",
    cites: "the slides of OWASP German Day 2017",
    beside:
      "The loose rows of CORStest of the same year sum to 4,210 sites: 0.42% of a million, 14% of the 29,514 with CORS.",
    measured: { category: "loose", of: "answered" },
  },
  {
    figure: "93%",
    says: "of CORS vulnerabilities come from settings that are too open",
    cites: "a blog",
    beside: "No table held here has it.",
    measured: { category: "loose", of: "cors" },
  },
  {
    figure: "about 2,000",
    says: "of the top million use CORS",
    cites: "BuiltWith",
    beside: "CORStest counted 29,514.",
    measured: { category: "cors", of: "answered" },
  },
];
