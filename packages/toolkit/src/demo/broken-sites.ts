import type { DemoSite } from "./demo-site.ts";

/** Sites that promise sharing and that no browser shares: nobody is at risk, and it does not work. */
export const brokenSites: readonly DemoSite[] = [
  {
    id: "wildcard-with-credentials",
    title: "“*” with credentials",
    description: "The nginx snippet that guides copy: browsers refuse “*” for every request with credentials.",
    source: [
      "add_header 'Access-Control-Allow-Origin' '*';",
      "add_header 'Access-Control-Allow-Methods' 'GET, POST, OPTIONS';",
      "add_header 'Access-Control-Expose-Headers' 'Content-Length,Content-Range';",
      "add_header 'Access-Control-Allow-Credentials' 'true';",
    ].join("\n"),
    verdict: "failed",
    cause: "broken",
    checks: ["wildcard-with-credentials"],
    handle(_request, response, next) {
      response.setHeader("Access-Control-Allow-Origin", "*");
      response.setHeader("Access-Control-Allow-Methods", "GET, POST, OPTIONS");
      response.setHeader("Access-Control-Expose-Headers", "Content-Length,Content-Range");
      response.setHeader("Access-Control-Allow-Credentials", "true");
      next();
    },
  },
  {
    id: "two-headers",
    title: "The header twice",
    description: "The application and the proxy before it both add the header; browsers refuse an answer that has two.",
    source: "app.use(cors());   # in the application\nadd_header Access-Control-Allow-Origin *;   # and again in nginx",
    verdict: "failed",
    cause: "broken",
    checks: ["invalid-or-duplicate"],
    handle(_request, response, next) {
      response.setHeader("Access-Control-Allow-Origin", ["*", "*"]);
      next();
    },
  },
  {
    id: "comma-list",
    title: "A list of origins in one header",
    description: "Sends two origins with a comma between them; a browser compares the whole value and matches neither.",
    source: 'Header set Access-Control-Allow-Origin "https://app.example.com, https://admin.example.com"',
    verdict: "failed",
    cause: "broken",
    checks: ["invalid-or-duplicate"],
    handle(_request, response, next) {
      response.setHeader("Access-Control-Allow-Origin", "https://app.example.com, https://admin.example.com");
      next();
    },
  },
  {
    id: "pattern-in-header",
    title: "A pattern in the header",
    description: "Sends https://*.example.com; a browser knows no patterns there and compares it letter by letter.",
    source: "add_header Access-Control-Allow-Origin https://*.example.com;",
    verdict: "failed",
    cause: "broken",
    checks: ["invalid-or-duplicate"],
    handle(_request, response, next) {
      response.setHeader("Access-Control-Allow-Origin", "https://*.example.com");
      response.setHeader("Access-Control-Allow-Credentials", "true");
      next();
    },
  },
  {
    id: "lost-on-errors",
    title: "Lost on errors",
    description:
      "The Apache snippet that guides copy: an error has the other CORS headers but not the one that counts.",
    source: [
      'Header set Access-Control-Allow-Origin "*"',
      'Header always set Access-Control-Allow-Methods "POST, GET, OPTIONS, DELETE, PUT"',
      'Header always set Access-Control-Max-Age "1000"',
    ].join("\n"),
    verdict: "failed",
    cause: "broken",
    checks: ["inconsistent-on-error"],
    handle(request, response, next) {
      if ((request.url ?? "/").split("?", 1)[0] === "/") response.setHeader("Access-Control-Allow-Origin", "*");
      response.setHeader("Access-Control-Allow-Methods", "POST, GET, OPTIONS, DELETE, PUT");
      response.setHeader("Access-Control-Max-Age", "1000");
      next();
    },
  },
];
