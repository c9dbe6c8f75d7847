import { type Section, text } from "../section.ts";

export const perResource: Section = {
  id: "per-resource",
  title: "A policy for each resource",
  lead: "CORS belongs to a path, not to a server: what is public, what is for one application, and what is for nobody.",
  parts: [
    {
      id: "three-kinds",
      title: "Three kinds of resource",
      blocks: [
        text(`
| what | who may read | headers |
|---|---|---|
| fonts, public data, open APIs without a login | everybody | \`Access-Control-Allow-Origin: *\`, no credentials |
| an API for your own front ends | named origins | the origin, \`Vary: Origin\`, credentials if it has a session |
| everything else: pages, the admin's API, the login | nobody | none |

\`*\` is the *safe* choice for what is public: it can never be combined with cookies, so nobody reads as the signed-in user. It is the wrong one for what is
"internal, but without a login": a visitor's browser can be inside your network while the page is not.
        `),
      ],
    },
    {
      id: "by-path",
      title: "By path, the first match wins",
      blocks: [
        text(`
\`\`\`yaml
rules:
  - { id: private, path: /api/admin/*, allowOrigins: [] }        # an exception: nobody, above the wider rule
  - id: api
    path: /api/*
    allowOrigins: [https://app.example.com]
    allowCredentials: true
  - { id: fonts, path: /fonts/*, allowOrigins: "*" }
\`\`\`

A rule is chosen by the path that the client sent. Servers do not agree on what \`/api//admin\`, \`/api/./admin\` or \`/api%2fadmin\` mean; a target that is
ambiguous in such a way is treated as one that allows nobody.
        `),
      ],
    },
    {
      id: "in-code",
      title: "In the application",
      blocks: [
        text(`
\`\`\`ts
import express from "express";
import { cors } from "@crosscheck/cors/express";

const app = express();
app.use("/api", cors({ allowOrigins: ["https://app.example.com"], allowCredentials: true }));
app.use("/fonts", cors({ allowOrigins: "*" }));
\`\`\`

Say it in **one** layer. When the proxy and the application both add the headers, browsers see two values and refuse both.
        `),
      ],
    },
  ],
  next: {
    kind: "command",
    says: "See what a change of policy opens before it is live.",
    command: "npx crosscheck diff old.policy.yaml new.policy.yaml",
  },
};
