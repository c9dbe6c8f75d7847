import { generateApache } from "./apache/generate.ts";
import type { Generate } from "./generated.ts";
import { generateHtaccess } from "./htaccess/generate.ts";
import { generateCorsModule } from "./iis/cors-module.ts";
import { generateCustomHeaders } from "./iis/custom-headers.ts";
import { generateUrlRewrite } from "./iis/url-rewrite.ts";
import { generateNginx } from "./nginx/generate.ts";
import { refuseFunctions } from "./refuse-functions.ts";

/** A web server that a policy can be generated for. */
export interface GenerateTarget {
  readonly name: string;
  /** One line for a list of targets. */
  readonly summary: string;
  readonly generate: Generate;
}

const targets: readonly GenerateTarget[] = [
  { name: "nginx", summary: "nginx 1.11.7 and newer: http.conf, server.conf, headers.conf", generate: generateNginx },
  { name: "apache", summary: "Apache 2.4, for a <VirtualHost>: cors.conf", generate: generateApache },
  { name: "htaccess", summary: "Apache 2.4, without its own configuration: .htaccess", generate: generateHtaccess },
  {
    name: "iis",
    summary: "the IIS CORS module: web.config, and its steps (not run on an IIS)",
    generate: generateCorsModule,
  },
  {
    name: "iis-custom-headers",
    summary: "IIS without a module, for * or one origin (not run)",
    generate: generateCustomHeaders,
  },
  { name: "iis-url-rewrite", summary: "IIS with URL Rewrite 2.1 (not run)", generate: generateUrlRewrite },
];

export const generateTargets: readonly GenerateTarget[] = targets.map((target) => ({
  ...target,
  generate: refuseFunctions(target.generate),
}));

/** Targets of the design that are not there yet: asking for one is told apart from a spelling mistake. */
export const plannedTargets: readonly string[] = ["caddy", "haproxy", "lighttpd", "varnish", "gateway-api", "s3"];
