import { definePolicy } from "@crosscheck/cors";
import { cors } from "@crosscheck/cors/node";
import type { DemoSite } from "./demo-site.ts";

const policy = definePolicy({
  allowOrigins: ["https://app.example.com", "https://admin.example.com"],
  allowCredentials: true,
  allowMethods: ["PUT", "DELETE"],
  allowHeaders: ["Content-Type"],
  maxAge: "2h",
});

/** Milliseconds that the slow site takes for each answer: long enough to watch a scan at work. */
const slowAnswer = 400;

export const safeSites: readonly DemoSite[] = [
  {
    id: "no-cors",
    title: "No CORS at all",
    description: "Sends none of the CORS headers, so no other site's pages can read it.",
    source: "(no configuration: this is every server's default)",
    verdict: "passed",
    checks: [],
    handle: (_request, _response, next) => next(),
  },
  {
    id: "exact-list",
    title: "An exact list of origins",
    description: "Lets two origins read with credentials and refuses every other, with this project's own library.",
    source: [
      "const policy = definePolicy({",
      '  allowOrigins: ["https://app.example.com", "https://admin.example.com"],',
      "  allowCredentials: true,",
      "});",
      "cors(policy)(request, response, next);",
    ].join("\n"),
    verdict: "passed",
    checks: [],
    handle: cors(policy),
  },
  {
    id: "one-origin",
    title: "One fixed origin",
    description: "Names a single partner in every answer, whoever asks.",
    source: "add_header Access-Control-Allow-Origin https://partner.example.com always;",
    verdict: "passed",
    checks: [],
    handle(_request, response, next) {
      response.setHeader("Access-Control-Allow-Origin", "https://partner.example.com");
      next();
    },
  },
  {
    id: "slow",
    title: "A slow site",
    description: `Takes ${slowAnswer} ms for every answer, so that you can watch a scan at work; it has no CORS.`,
    source: `setTimeout(answer, ${slowAnswer});`,
    verdict: "passed",
    checks: [],
    handle(_request, _response, next) {
      setTimeout(next, slowAnswer);
    },
  },
];
