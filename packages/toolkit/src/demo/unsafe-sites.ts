import type { ServerResponse } from "node:http";
import type { DemoSite } from "./demo-site.ts";

/** Sites whose answers give somebody something. */
export const unsafeSites: readonly DemoSite[] = [
  {
    id: "reflects-any-origin",
    title: "Every origin, with credentials",
    description: "Copies whatever Origin it is sent into its answer and allows credentials.",
    source: 'app.use(cors({ origin: true, credentials: true })); // the "cors" package for Express',
    verdict: "failed",
    cause: "unsafe",
    checks: ["reflects-any-origin"],
    handle(request, response, next) {
      if (request.headers.origin !== undefined) allow(response, request.headers.origin);
      next();
    },
  },
  {
    id: "reflects-any-origin-anonymously",
    title: "Every origin, without credentials",
    description: "Copies whatever Origin it is sent: any page can read what this machine keeps to itself.",
    source: "header('Access-Control-Allow-Origin: ' . $_SERVER['HTTP_ORIGIN']);",
    verdict: "failed",
    cause: "unsafe",
    checks: ["reflects-any-origin-anonymously"],
    handle(request, response, next) {
      if (request.headers.origin !== undefined) allow(response, request.headers.origin, { credentials: false });
      next();
    },
  },
  {
    id: "trusts-null",
    title: "Trusts the origin “null”",
    description: "Allows null with credentials: any page becomes “null” inside a sandboxed frame.",
    source: 'const allowed = ["https://app.example.com", "null"]; // "null" was for opening files while developing',
    verdict: "failed",
    cause: "unsafe",
    checks: ["trusts-null"],
    handle(request, response, next) {
      const { origin } = request.headers;
      if (origin === "null" || origin === "https://app.example.com") allow(response, origin);
      next();
    },
  },
  {
    id: "prefix-match",
    title: "Compares only the beginning",
    description: "Allows every origin that starts with its own, so that its-name.attacker.com is allowed too.",
    source: 'if (origin.startsWith("https://" + request.headers.host)) allow(origin);',
    verdict: "failed",
    cause: "unsafe",
    checks: ["prefix-match"],
    handle(request, response, next) {
      const { origin = "", host = "" } = request.headers;
      const hostname = host.replace(/:\d+$/, "");
      if (origin.startsWith(`http://${hostname}`) || origin.startsWith(`https://${hostname}`)) allow(response, origin);
      next();
    },
  },
  {
    id: "redirect-to-a-hole",
    title: "The hole is behind a redirect",
    description:
      "Redirects twice to a page that copies any Origin: follow redirects, and it fails; without, the first answer is fine.",
    source:
      'location = / { return 302 /en/; }  location = /en/ { return 301 /en/account; }  # and "/en/account" reflects',
    verdict: "failed",
    cause: "unsafe",
    checks: ["reflects-any-origin"],
    handle(request, response, next) {
      const path = (request.url ?? "/").split("?", 1)[0];
      if (path === "/") redirect(response, 302, "/en/");
      else if (path === "/en/") redirect(response, 301, "/en/account");
      else {
        if (path === "/en/account" && request.headers.origin !== undefined) allow(response, request.headers.origin);
        next();
      }
    },
  },
];

function allow(response: ServerResponse, origin: string, { credentials = true } = {}): void {
  response.setHeader("Access-Control-Allow-Origin", origin);
  if (credentials) response.setHeader("Access-Control-Allow-Credentials", "true");
  response.setHeader("Vary", "Origin");
}

function redirect(response: ServerResponse, status: number, location: string): void {
  response.writeHead(status, { Location: location, "Content-Length": "0" });
  response.end();
}
