import { judge } from "@crosscheck/cors/browser";
import type { Responder } from "@crosscheck/cors/http";
import type { Group } from "./run.ts";

const page = { origin: "https://app.example" };
const url = "https://api.example/items";

const responder: Responder = ({ method }) => ({
  status: method === "OPTIONS" ? 204 : 200,
  headers: [
    ["Access-Control-Allow-Origin", "https://app.example"],
    ["Access-Control-Allow-Methods", "PUT"],
    ["Access-Control-Allow-Headers", "x-request-id"],
  ],
});

/** A whole fetch in the browser model, over a responder that answers at once. */
export function judgeBench(): readonly Group[] {
  const engines = ["chromium", "firefox", "webkit"] as const;
  return [
    {
      title: "judge, one fetch",
      rows: [
        { name: "simple", operation: () => judge({ page, request: { url }, responder }) },
        {
          name: "preflighted by its method",
          operation: () => judge({ page, request: { url, method: "PUT" }, responder }),
        },
        {
          name: "preflighted by a header",
          operation: () => judge({ page, request: { url, headers: [["X-Request-Id", "1"]] }, responder }),
        },
        ...engines.flatMap((engine) => [
          { name: `simple, as ${engine}`, operation: () => judge({ page, request: { url }, responder, engine }) },
          {
            name: `preflighted by its method, as ${engine}`,
            operation: () => judge({ page, request: { url, method: "PUT" }, responder, engine }),
          },
        ]),
      ],
    },
  ];
}
