import { type Section, text } from "../section.ts";

export const figures: Section = {
  id: "figures",
  title: "Figures",
  lead: "What is cited about CORS, what was measured, and how far the two are apart.",
  parts: [
    {
      id: "cited",
      title: "As cited",
      blocks: [
        text(`
Three figures go from guide to guide:

| figure | where it is said to come from | what is known of it |
|---|---|---|
| 3.75 % of the top million sites are dangerously loose | OWASP's slides "GOD17-CORS" | not reproduced: the loose rows of CORStest, of the same year, sum to 4,210 sites, which is 0.42 % of a million and 14 % of the 29,514 with CORS |
| 93 % of CORS vulnerabilities come from settings that are too open | a blog | no method, no data |
| about 2,000 of the top million use CORS | BuiltWith | CORStest found 29,514 that year on main pages alone |

They are given here as cited. None can be reproduced from the tables below.
        `),
      ],
    },
    {
      id: "measured",
      title: "As measured",
      blocks: [
        text(`
**Chen and others, USENIX Security 2018, table 3.** 97,199,966 subdomains of 49,729 domains; CORS on 481,589 subdomains. Rows overlap.

| category | subdomains | base domains |
|---|---|---|
| an HTTPS site trusts its HTTP origin | 61,347 (12.7 %) | 1,031 (4.7 %) |
| trusts all subdomains | 84,327 (17.5 %) | 1,010 (4.5 %) |
| reflects any origin | 15,902 (3.3 %) | 1,887 (8.6 %) |
| prefix match | 1,876 (0.4 %) | 315 (1.4 %) |
| suffix match | 32,575 (6.8 %) | 365 (1.7 %) |
| substring match | 430 (0.1 %) | 132 (0.6 %) |
| dot not escaped | 890 (0.2 %) | 139 (0.6 %) |
| trusts null | 3,991 (0.8 %) | 175 (0.8 %) |
| in all | 132,476 (27.5 %) | 2,913 (13.2 %) |

**CORStest, top million of Alexa, July 2017** (main pages; credentials not required): CORS on 29,514 sites, about 3 %. Reflection 1,702; trusts http 1,677; subdomains 460; prefix 159; suffix 147;
null 57; developer back door 8; invalid 1,019.

**Web Almanac 2025 (mobile):** HSTS 36 %, CSP 21.9 %, Permissions-Policy 3.7 %, CORP 2.25 %, COOP 2 %, COEP 0.75 %. It has no query for CORS.
        `),
      ],
    },
    {
      id: "read-with-care",
      title: "Read with care",
      blocks: [
        text(`
A share needs its denominator: of all sites asked, of those that answered, of those with CORS, or of those where credentials are allowed, too. "Trusts all subdomains" may be a choice; "reflects any origin" without a session harms nobody.
        `),
      ],
    },
  ],
  next: { kind: "page", says: "One site is measured in seconds.", path: "/", label: "Scan a site" },
};
