import type { NginxConfiguration } from "../../config/nginx/configuration.ts";
import type { NginxDirective } from "../../config/nginx/directive.ts";
import type { ConfigFault } from "../lint-target.ts";
import type { NginxSite } from "./nginx-sites.ts";

/** What nginx's own checks look at. */
export interface NginxContext {
  readonly directives: readonly NginxDirective[];
  readonly configuration: NginxConfiguration;
  readonly sites: readonly NginxSite[];
}

/** One pitfall of nginx. */
interface NginxCheck {
  /** Kebab-case; the name of its fixtures. */
  readonly id: string;
  readonly run: (context: NginxContext) => readonly ConfigFault[];
}

/** Every check, in the order of the documentation. */
const nginxChecks: readonly NginxCheck[] = [];

export function nginxFaults(context: NginxContext): readonly ConfigFault[] {
  return nginxChecks.flatMap(({ run }) => run(context));
}
