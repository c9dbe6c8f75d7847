import { type Section, text } from "../section.ts";

export const testYourSite: Section = {
  id: "test-your-site",
  title: "Testing a site",
  lead: "Type a domain, press Scan, and read one word: Passed or Failed.",
  parts: [
    {
      id: "the-scan-box",
      title: "The scan box",
      blocks: [
        text(`
The scan asks the site a few times as pages of different origins would: one that you do not own, look-alikes of your own name, \`null\`, \`http\` instead of
\`https\`; with a preflight, and for an error page. What came back goes through the browser model, and the model says what such a page could read.

- **Clear cache** ticked: scan now, even if there is a stored result. A host is asked anew at most once a minute, and the page says so when that holds.
- **Follow redirects** ticked, as it is at first: every hop is shown and judged, to the last one. Not ticked: the first answer is judged, a redirect too.
        `),
      ],
    },
    {
      id: "passed-and-failed",
      title: "Passed and Failed",
      blocks: [
        text(`
Under *HTTP Security Headers* the test *Cross-Origin Resource Sharing* reads

- **Passed**, when no foreign page gets what it should not: there is no CORS, or it is for named origins, or it shares public content with everybody. The
  result's first sentence says which, and whether CORS is on at all.
- **Failed**, when somebody gains something: the finding says who (any website, a page of a subdomain, somebody on the network), what they get, and how
  to mend it. Or when it is *broken*: headers that no browser honours. That is headed "Failed: it does not work (nobody is at risk)".
- **Could not test**, when the site did not answer, or answered differently each time. It is never called passed.

Each finding has the request that proves it, ready to repeat with curl.
        `),
      ],
    },
    {
      id: "by-command",
      title: "By command, and in CI",
      blocks: [
        text(`
\`\`\`sh
npx crosscheck scan example.com
npx crosscheck scan https://api.example.com/ --path /v1/me --cookie "session=abc" --format json
npx crosscheck scan --list hosts.txt --format ndjson
\`\`\`

The exit code is 1 when a verdict is Failed, 3 when a target could not be tested, 0 otherwise. Scan what is yours, or what you were asked to.
        `),
      ],
    },
  ],
  next: { kind: "page", says: "Type your domain.", path: "/", label: "Scan a site" },
};
