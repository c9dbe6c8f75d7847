import type { FileKind } from "../simulation.ts";
import type { Place } from "./directive.ts";
import type { Scope, Server } from "./server-configuration.ts";
import { Table } from "./table.ts";

/** A request on its way through the server. Its fields are Apache's own, and change as they do there. */
export interface RequestState {
  readonly server: Server;
  /** The request line as it came. */
  readonly requestLine: string;
  readonly protocol: string;
  readonly scheme: "http" | "https";
  readonly hostname: string;
  readonly port: number;
  method: string;
  /** The path, decoded and normalised. */
  uri: string;
  /** As sent. */
  readonly rawUri: string;
  query: string | null;
  readonly headersIn: Table;
  filename: string | null;
  pathInfo: string;
  fileKind: FileKind;
  status: number;
  env: Table;
  notes: Table;
  headersOut: Table;
  errHeadersOut: Table;
  scopes: readonly Scope[];
  /** `proxy:http://…`, or null for the file itself. */
  proxy: { readonly url: string; readonly place: Place } | null;
  handler: string | null;
  /** The directive that last set each header of the answer, by its name in lower case; one for all redirects inside. */
  readonly headerPlaces: Map<string, Place>;
  /** Whether a mod_rewrite rule with END was met. */
  rewriteEnded: boolean;
  /** The request that this one is a lookup for. */
  readonly main: RequestState | null;
  /** The request that was redirected to this one inside the server. */
  readonly previous: RequestState | null;
}

/** What the simulation does not carry out, and where that stands. Thrown inside, answered outside. */
export class NotModelled extends Error {
  readonly place: Place | null;

  constructor(why: string, place: Place | null) {
    super(why);
    this.place = place;
  }
}

/** The lookup of another path for a request: its variables, its client. */
export function subrequest(main: RequestState, uri: string): RequestState {
  return {
    ...main,
    method: "GET",
    uri,
    query: null,
    filename: null,
    pathInfo: "",
    fileKind: "missing",
    status: 200,
    env: new Table(main.env.list()),
    notes: new Table(),
    headersOut: new Table(),
    errHeadersOut: new Table(),
    scopes: [],
    proxy: null,
    handler: null,
    main,
    previous: main.previous,
  };
}

/** The request that follows one inside the server: what was set for the first is under REDIRECT_ names now. */
export function internalRedirect(request: RequestState, uri: string): RequestState {
  const env = new Table();
  for (const [name, value] of request.env.list()) env.set(`REDIRECT_${name}`, value);
  env.set("REDIRECT_STATUS", String(request.status));
  const question = uri.indexOf("?");
  return {
    ...request,
    uri: question === -1 ? uri : uri.slice(0, question),
    query: question === -1 ? null : uri.slice(question + 1),
    filename: null,
    pathInfo: "",
    fileKind: "missing",
    env,
    notes: new Table(),
    headersOut: new Table(),
    scopes: [],
    proxy: null,
    handler: null,
    previous: request,
  };
}

/** The groups of the match that `$1` refers to. */
export interface Match {
  groups: readonly (string | undefined)[];
}
