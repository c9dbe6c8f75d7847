import type { Header, HeaderList, HttpResponse } from "@crosscheck/cors/http";
import type { ArrivingRequest, HeaderOrigin, SiteWorld } from "../simulation.ts";
import type { Place } from "../source.ts";
import type { Block } from "./block.ts";
import type { NginxConfiguration, NginxServer } from "./configuration.ts";

/** What the simulation is given beside the configuration. */
export interface NginxWorld extends SiteWorld {
  /** `[1, 22, 1]`; the newest when it is not told. */
  readonly version?: readonly number[];
  /** Who asks; 127.0.0.1 unless told. */
  readonly client?: string;
}

/** A request on its way through nginx. Its fields change as nginx's own do. */
export interface State {
  readonly configuration: NginxConfiguration;
  readonly world: NginxWorld;
  readonly request: ArrivingRequest;
  /** In nginx's way: names that it takes, values without spaces around them. */
  readonly headers: HeaderList;
  readonly host: string;
  readonly unparsedUri: string;
  server: NginxServer;
  /** Where the request is: its server, then a location, then an `if` or `limit_except` of it. */
  block: Block;
  method: string;
  uri: string;
  args: string;
  /** Whether a rewrite has changed the URI, so that it is no longer as the client sent it. */
  isRewritten: boolean;
  isInternal: boolean;
  /** How often the URI may still change. */
  uriChanges: number;
  /** Groups of the last regular expression that matched. */
  captures: readonly (string | undefined)[];
  readonly variables: Map<string, string>;
  /** The status that an error page is sent with; null: its own. */
  errorStatus: number | null;
  isErrorPage: boolean;
  /** Headers that nginx itself sets on the answer: Location, WWW-Authenticate, and what was added before. */
  headersOut: Header[];
  status: number;
  /** The last application's answer; its headers stay known after a redirect inside the server. */
  upstream: HttpResponse | null;
  /** Whether the answer is the application's, not nginx's own. */
  isProxied: boolean;
  /** The lines that set the answer's headers. */
  origins: HeaderOrigin[];
  /** The lines that gave variables their values. */
  readonly decidedAt: Map<string, Place>;
  /** The line of a map that was chosen last: a header's value is made of it. */
  chosenEntry: Place | null;
  /** How deep variables ask for each other. */
  depth: number;
}
