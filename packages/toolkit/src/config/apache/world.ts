import type { HttpResponse } from "@crosscheck/cors/http";
import type { Directive } from "./directive.ts";
import type { FileKind } from "./request-state.ts";

/** What a configuration does not say: the files of the site, and what stands behind the server. */
export interface World {
  readonly kindOf: (path: string) => FileKind;
  /** What an access file says; null where there is none. */
  readonly accessFile: (path: string) => readonly Directive[] | null;
  /** The lines of a map or another file that the configuration names; null where there is none. */
  readonly read: (path: string) => string | null;
  /** What an application behind a proxy answers; null for one that cannot be reached. */
  readonly upstream: (request: UpstreamRequest) => HttpResponse | null;
  /** Null: a part of a configuration, and every module is taken to be loaded. */
  readonly modules: ReadonlySet<string> | null;
}

interface UpstreamRequest {
  readonly method: string;
  readonly url: string;
}
