import { readFileSync } from "node:fs";
import { definePolicy } from "@crosscheck/cors";
import { generateApache } from "../../packages/toolkit/src/config/apache/generate.ts";
import type { Generate } from "../../packages/toolkit/src/config/generated.ts";
import { generateNginx } from "../../packages/toolkit/src/config/nginx/generate.ts";
import { apache } from "./apache.ts";
import { nginx } from "./nginx.ts";
import { type Files, type RunningServer, startServer } from "./server-process.ts";

/** A server as the field's most copied guide has it, or as we do; and what a scan should say of it. */
export interface GuideServer {
  readonly name: string;
  readonly binary: string;
  readonly verdict: "passed" | "failed";
  /** What failed it. */
  readonly check: string | null;
  /** `/app/` comes from an application on this port; without one it is not there. */
  readonly start: (upstream?: number) => Promise<RunningServer>;
}

const pages: Files = { "www/index.html": "<!doctype html><title>A page</title><p>A page\n" };

/** A few front ends of one's own, signed in. */
const policy = definePolicy({
  rules: [
    {
      id: "site",
      path: "/*",
      allowOrigins: ["https://app.example.com", "https://*.example.org"],
      allowCredentials: true,
      allowMethods: ["PUT", "DELETE"],
      allowHeaders: ["Content-Type", "Authorization"],
      maxAge: "2h",
    },
  ],
});

export const guideServers: readonly GuideServer[] = [
  {
    name: "the guide's nginx",
    binary: nginx.binary,
    verdict: "failed",
    check: "wildcard-with-credentials",
    start: (upstream) => startServer(nginx, nginxSite(snippet("nginx"), upstream), pages),
  },
  {
    name: "the guide's Apache",
    binary: apache.binary,
    verdict: "failed",
    check: "inconsistent-on-error",
    start: (upstream) => startServer(apache, apacheSite(snippet("apache"), upstream), pages),
  },
  { name: "our nginx", binary: nginx.binary, verdict: "passed", check: null, start: startOurNginx },
  { name: "our Apache", binary: apache.binary, verdict: "passed", check: null, start: startOurApache },
];

function startOurNginx(upstream?: number): Promise<RunningServer> {
  const includes = ["server", "headers"].map((name) => `include {folder}/crosscheck-cors/${name}.conf;`);
  const site = `include {folder}/crosscheck-cors/http.conf;\n${nginxSite(includes.join("\n"), upstream)}`;
  return startServer(nginx, site, { ...pages, ...generated(generateNginx) });
}

function startOurApache(upstream?: number): Promise<RunningServer> {
  const site = apacheSite("Include {folder}/crosscheck-cors/cors.conf", upstream);
  return startServer(apache, site, { ...pages, ...generated(generateApache) });
}

function generated(generate: Generate): Files {
  const { files } = generate(policy, { command: "crosscheck generate" });
  return Object.fromEntries(files.map(({ name, text }) => [`crosscheck-cors/${name}`, text]));
}

/** The guide's own words. */
function snippet(server: "nginx" | "apache"): string {
  return readFileSync(new URL(`fixtures/guide-snippet.${server}.conf`, import.meta.url), "utf8");
}

function nginxSite(cors: string, upstream: number | undefined): string {
  return `server {
  listen 127.0.0.1:{port};
  root {folder}/www;
${cors}
  ${upstream === undefined ? "" : `location /app/ { proxy_pass http://127.0.0.1:${upstream}; }`}
}`;
}

function apacheSite(cors: string, upstream: number | undefined): string {
  return `<VirtualHost 127.0.0.1:{port}>
  DocumentRoot {folder}/www
  DirectoryIndex index.html
  <Directory {folder}/www>
    Require all granted
  </Directory>
${cors}
  ${upstream === undefined ? "" : `ProxyPass /app/ http://127.0.0.1:${upstream}/`}
</VirtualHost>`;
}
