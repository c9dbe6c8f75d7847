import type { HeaderList, HttpResponse } from "@crosscheck/cors/http";
import type { Place } from "./source.ts";

/** A request as it arrives: the target in the form it was sent in. */
export interface ArrivingRequest {
  readonly method: string;
  readonly target: string;
  readonly headers: HeaderList;
  readonly scheme: "http" | "https";
  readonly port: number;
}

export type Evaluated =
  | {
      readonly kind: "answer";
      readonly response: HttpResponse;
      /** Which lines set its headers, where that is known. */
      readonly origins?: readonly HeaderOrigin[];
    }
  /** A directive that could matter is not understood, or what it depends on is not known. */
  | { readonly kind: "not modelled"; readonly why: string; readonly place: Place | null };

/** A header of an answer, and the line that decided its value. */
export interface HeaderOrigin {
  readonly name: string;
  readonly place: Place;
}

export type FileKind = "file" | "directory" | "missing" | "unknown";

/** What a configuration does not say: the files of the site, and what stands behind the server. */
export interface SiteWorld {
  readonly kindOf: (path: string) => FileKind;
  /** What an application behind a proxy answers; null for one that cannot be reached. */
  readonly upstream: (request: UpstreamRequest) => HttpResponse | null;
}

interface UpstreamRequest {
  readonly method: string;
  readonly url: string;
  /** As the server passes them on. */
  readonly headers: HeaderList;
}
