import type { SiteWorld } from "../simulation.ts";
import type { Directive } from "./directive.ts";

/** What a configuration does not say: the files of the site, and what stands behind the server. */
export interface World extends SiteWorld {
  /** What an access file says; null where there is none. */
  readonly accessFile: (path: string) => readonly Directive[] | null;
  /** The lines of a map or another file that the configuration names; null where there is none. */
  readonly read: (path: string) => string | null;
  /** Null: a part of a configuration, and every module is taken to be loaded. */
  readonly modules: ReadonlySet<string> | null;
}
