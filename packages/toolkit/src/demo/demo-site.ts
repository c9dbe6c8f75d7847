import type { IncomingMessage, ServerResponse } from "node:http";

/** A small site on this machine that shows one way to do CORS, right or wrong. */
export interface DemoSite {
  /** Kebab-case, unique. */
  readonly id: string;
  readonly title: string;
  /** One sentence: what it does. */
  readonly description: string;
  /** The code or configuration that makes a site answer like this. */
  readonly source: string;
  /** What a scan that follows redirects should say. */
  readonly verdict: "passed" | "failed";
  /** Why it fails: somebody is at risk, or it does not work. */
  readonly cause?: "unsafe" | "broken";
  /** Ids of the checks that report it, informative ones left out. */
  readonly checks: readonly string[];
  /** Answers, or calls `next` for the site's own page: 200 on `/`, 404 elsewhere. */
  readonly handle: DemoHandler;
}

type DemoHandler = (request: IncomingMessage, response: ServerResponse, next: () => void) => void;
