import { generateApache } from "../../packages/toolkit/src/config/apache/generate.ts";
import type { Generate } from "../../packages/toolkit/src/config/generated.ts";
import { generateNginx } from "../../packages/toolkit/src/config/nginx/generate.ts";
import { apache } from "./apache.ts";
import type { Subject } from "./compare.ts";
import { nginx } from "./nginx.ts";
import type { MatrixRequest } from "./request-matrix.ts";
import type { ServerProgram } from "./server-process.ts";
import { apacheSite, nginxSite, type SiteOptions } from "./sites.ts";

/** A real server, the generator for it, a site in its language, and what is known of where it differs. */
export interface Target extends Pick<Subject, "rejects" | "lossOf"> {
  readonly program: ServerProgram;
  readonly debianPackage: string;
  readonly generate: Generate;
  readonly site: (options: SiteOptions) => string;
}

/** What a server answers to a request that it cannot or will not read. */
const rejections = new Set([400, 408, 414, 417, 431, 505]);

/** What an upstream refuses has been routed. */
const isProxied = ({ target }: MatrixRequest): boolean =>
  /\/(?:proxied|hidden|captured|intercepted|rewritten)\//.test(target);

const originsOf = ({ headers }: MatrixRequest): readonly string[] =>
  headers.filter(([name]) => name.toLowerCase() === "origin").map(([, value]) => value);

export const targets: readonly Target[] = [
  {
    program: nginx,
    debianPackage: "nginx",
    generate: generateNginx,
    site: nginxSite,
    rejects: (request, { status }) => request.method === "TRACE" || (rejections.has(status) && !isProxied(request)),
    lossOf: (request, decision) => {
      if (originsOf(request).length > 1) return "first-origin-only";
      if (originsOf(request).some((origin) => origin.includes("\t"))) return "tab-not-trimmed";
      if (decision.kind !== "no-rule") return null;
      if (request.target.includes("/intercepted/")) return "upstream-headers-on-own-answer";
      return request.target.includes("/doubled") ? "first-upstream-field-only" : null;
    },
  },
  {
    program: apache,
    debianPackage: "apache2",
    generate: generateApache,
    site: apacheSite,
    rejects: (request, { status }) => {
      const { method, target } = request;
      if (isProxied(request)) return rejections.has(status) && status !== 400;
      if (method === "TRACE" || rejections.has(status)) return true;
      if (status === 404 && /%(?:2f|00)/i.test(target)) return true;
      // `OPTIONS http://host` is `OPTIONS *` to Apache.
      return method === "OPTIONS" && /^http:\/\/[^/]*(?:\?|$)/.test(target);
    },
    lossOf: () => null,
  },
];
