import { getHeader, type HeaderList, type HttpResponse } from "@crosscheck/cors/http";
import { type Block, inherited } from "../../config/nginx/block.ts";
import type { NginxConfiguration } from "../../config/nginx/configuration.ts";
import type { NginxDirective } from "../../config/nginx/directive.ts";
import type { ConfigFault } from "../lint-target.ts";
import type { NginxSite } from "./nginx-sites.ts";

/** What nginx's own checks look at. */
export interface NginxContext {
  readonly directives: readonly NginxDirective[];
  readonly configuration: NginxConfiguration;
  readonly sites: readonly NginxSite[];
  /** What the simulated server answers; null where it is not modelled. */
  readonly ask: (site: NginxSite, question: Question) => HttpResponse | null;
}

interface Question {
  readonly method: string;
  /** The site's own unless told. */
  readonly target?: string;
  readonly headers: HeaderList;
}

/** One pitfall of nginx, a file each. */
export interface NginxCheck {
  /** Kebab-case; the name of its fixtures. */
  readonly id: string;
  readonly run: (context: NginxContext) => readonly ConfigFault[];
}

/** Nobody gains anything by it, and it does not do what it says. */
export function broken(
  check: string,
  directive: NginxDirective,
  message: string,
  fix: string,
  more: Partial<Pick<ConfigFault, "example" | "request">> = {},
): ConfigFault {
  return { check, level: "broken", severity: "info", place: directive.place, message, fix, ...more };
}

export function isAllowOrigin({ name, args }: NginxDirective): boolean {
  return name === "add_header" && /^access-control-allow-origin$/i.test(args[0] ?? "");
}

/** Whether a block's answers get Access-Control-Allow-Origin from add_header. */
export function sendsAllowOrigin(block: Block): boolean {
  return inherited(block, "add_header").some(isAllowOrigin);
}

export function allowedOrigin(response: HttpResponse | null): string | null {
  return response === null ? null : getHeader(response.headers, "access-control-allow-origin");
}

/** The directive as it may be written. */
export function lineOf({ name, args }: NginxDirective): string {
  const quoted = args.map((word) => (/^[^\s;{}"']+$/.test(word) ? word : `"${word.replace(/["\\]/g, "\\$&")}"`));
  return `${[name, ...quoted].join(" ")};`;
}
