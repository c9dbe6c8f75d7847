import { type Section, text } from "../section.ts";

export const preflightCost: Section = {
  id: "preflight-cost",
  title: "What a preflight costs",
  lead: "One more round trip before the request. Access-Control-Max-Age saves it, as long as the browser lets it.",
  parts: [
    {
      id: "max-age",
      title: "Access-Control-Max-Age, by engine",
      blocks: [
        text(`
| engine | kept, if the header is absent | kept at most |
|---|---|---|
| Chromium (Chrome, Edge, Opera) | 5 seconds | 7,200 seconds (2 hours) |
| Firefox | 5 seconds | 86,400 seconds (24 hours) |
| WebKit (Safari) | 5 seconds | 600 seconds (10 minutes) |

So \`7200\` is as good as anything for two of the three. The answer is kept for **one URL**, one page origin and one credentials mode: \`/items/1\` and \`/items/2\` are asked for separately,
which is why an API with ids in its paths pays more than its authors think.
        `),
      ],
    },
    {
      id: "have-none",
      title: "Ways to have none",
      blocks: [
        text(`
- Serve the API from the page's own origin, through a path of the same host (\`/api\`): no CORS at all.
- Do not send headers that nobody needs: one \`X-Requested-With\` makes a preflight of every GET.
- \`GET\` with parameters needs none; nor does \`POST\` with a form's content type. But do not smuggle JSON as \`text/plain\` to save one: then every page on the web can send it, too.
- Answer preflights early: in the proxy, or before authentication. A preflight that goes through the whole application costs two.
- A shared cache does not keep answers to \`OPTIONS\`. Max-Age is the browser's own.
        `),
      ],
    },
    {
      id: "changing",
      title: "Changing a policy",
      blocks: [
        text(`
What a browser has kept it does not ask again for. Narrow a policy, and for up to Max-Age some browsers still send what was allowed (the request's own answer is checked
each time, so nobody *reads* more). Lower Max-Age some hours before, or take it as it is.
        `),
      ],
    },
  ],
  next: {
    kind: "command",
    says: "The scan says when a preflight is costly.",
    command: "npx crosscheck scan https://api.example.com/",
  },
};
