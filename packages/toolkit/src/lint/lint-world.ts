import { isResponse, type Responder } from "@crosscheck/cors/http";
import type { SiteWorld } from "../config/simulation.ts";

/** How the plan's made-up names look; what is asked below such a name is not there. */
const madeUp = /(?:^|\/)qaaaa[a-z]{7}(?:$|[/?])/;

/**
 * The site that lint imagines behind a configuration: every file that is asked for is there, but for the plan's error page;
 * an application answers everything, and knows nothing of CORS.
 */
export const lintWorld: SiteWorld = {
  kindOf: (path) => (madeUp.test(path) ? "missing" : "file"),
  upstream: ({ url }) => ({ status: madeUp.test(url) ? 404 : 200, headers: [["Content-Type", "application/json"]] }),
};

/** The same site with an application that answers by itself. */
export function worldOf(application: Responder): SiteWorld {
  return {
    ...lintWorld,
    upstream: ({ method, url, headers }) => {
      const answer = application({ method, url: url.replace(/^[a-z]+:\/\/[^/?]*/, "http://application"), headers });
      if (!isResponse(answer)) return null;
      return madeUp.test(url) && answer.status === 200 ? { ...answer, status: 404 } : answer;
    },
  };
}
