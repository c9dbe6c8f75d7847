import { generateApache } from "../config/apache/generate.ts";
import type { Generate, GeneratedFile } from "../config/generated.ts";
import { generateHtaccess } from "../config/htaccess/generate.ts";
import { generateNginx } from "../config/nginx/generate.ts";
import { apache } from "./apache.ts";
import type { Subject } from "./compare.ts";
import { nginx } from "./nginx.ts";
import type { MatrixRequest } from "./request-matrix.ts";
import type { Files, ServerProgram } from "./server-process.ts";
import { apacheSite, htaccessFiles, htaccessSite, nginxSite, type SiteOptions, siteFiles } from "./sites.ts";

/** A real server, the generator for it, a site in its language, and what is known of where it differs. */
export interface Target extends Pick<Subject, "rejects" | "lossOf"> {
  /** Its name on the command line. */
  readonly name: string;
  readonly program: ServerProgram;
  readonly debianPackage: string;
  readonly generate: Generate;
  /** What goes into the server's main file, and the site's other files. */
  readonly layout: (options: Ports, generated: readonly GeneratedFile[]) => Layout;
}

type Ports = Pick<SiteOptions, "upstream" | "dead">;

interface Layout {
  readonly site: string;
  readonly files: Files;
}

/** A site that includes the generated files from a folder of their own. */
function including(site: (options: SiteOptions) => string): Target["layout"] {
  return (ports, generated) => ({
    site: site({ ...ports, cors: "{folder}/cors", files: generated.map(({ name }) => name) }),
    files: { ...siteFiles, ...Object.fromEntries(generated.map(({ name, text }) => [`cors/${name}`, text])) },
  });
}

/** What a server answers to a request that it cannot or will not read. */
const rejections = new Set([400, 408, 414, 417, 431, 505]);

/** What an upstream refuses has been routed. */
const isProxied = ({ target }: MatrixRequest): boolean =>
  /\/(?:proxied|hidden|captured|intercepted|rewritten)\//.test(target);

const originsOf = ({ headers }: MatrixRequest): readonly string[] =>
  headers.filter(([name]) => name.toLowerCase() === "origin").map(([, value]) => value);

/** What Apache rejects before it has found a directory or a virtual host's rule. */
const apacheRejects: Target["rejects"] = (request, { status }) => {
  const { method, target } = request;
  if (isProxied(request)) return rejections.has(status) && status !== 400;
  if (method === "TRACE" || rejections.has(status)) return true;
  if (status === 404 && /%(?:2f|00)/i.test(target)) return true;
  // `OPTIONS http://host` is `OPTIONS *` to Apache.
  return method === "OPTIONS" && /^http:\/\/[^/]*(?:\?|$)/.test(target);
};

export const targets: readonly Target[] = [
  {
    name: "nginx",
    program: nginx,
    debianPackage: "nginx",
    generate: generateNginx,
    layout: including(nginxSite),
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
    name: "apache",
    program: apache,
    debianPackage: "apache2",
    generate: generateApache,
    layout: including(apacheSite),
    rejects: apacheRejects,
    lossOf: () => null,
  },
  {
    name: "htaccess",
    program: apache,
    debianPackage: "apache2",
    generate: generateHtaccess,
    layout: (ports, generated) => ({
      site: htaccessSite({ ...ports, cors: "", files: [] }),
      files: {
        ...siteFiles,
        ...htaccessFiles({ ...ports, cors: "", files: [] }, generated.map(({ text }) => text).join("\n")),
      },
    }),
    // A TRACE is answered by Apache itself, whatever a rewrite in .htaccess says.
    rejects: (request, control) => request.method === "TRACE" || apacheRejects(request, control),
    lossOf: ({ target }, { kind }) =>
      kind !== "actual" && kind !== "no-rule" && /\/(?:secret|login)\//.test(target) ? "after-access-control" : null,
  },
];
