import type { Section } from "./section.ts";
import { caches } from "./sections/caches.ts";
import { configureServers } from "./sections/configure-servers.ts";
import { corsAndCsp } from "./sections/cors-and-csp.ts";
import { directives } from "./sections/directives.ts";
import { figures } from "./sections/figures.ts";
import { howItWorks } from "./sections/how-it-works.ts";
import { perResource } from "./sections/per-resource.ts";
import { preflightCost } from "./sections/preflight-cost.ts";
import { questions } from "./sections/questions.ts";
import { security } from "./sections/security.ts";
import { simpleAndPreflighted } from "./sections/simple-and-preflighted.ts";
import { testYourSite } from "./sections/test-your-site.ts";
import { websockets } from "./sections/websockets.ts";
import { whatCorsIs } from "./sections/what-cors-is.ts";

/** The guide, in reading order. */
export const sections: readonly Section[] = [
  whatCorsIs,
  howItWorks,
  simpleAndPreflighted,
  directives,
  configureServers,
  perResource,
  testYourSite,
  security,
  corsAndCsp,
  preflightCost,
  caches,
  websockets,
  questions,
  figures,
];
