import { configurationOf } from "../../config/nginx/configuration.ts";
import type { NginxDirective } from "../../config/nginx/directive.ts";
import { evaluateNginx } from "../../config/nginx/evaluate.ts";
import { parseNginx } from "../../config/nginx/parse.ts";
import type { ArrivingRequest, Evaluated } from "../../config/simulation.ts";
import type { SyntaxProblem } from "../../config/source.ts";
import { costlyRules } from "../costly-rules.ts";
import type { LintSubject, LintTarget, ReadOptions } from "../lint-target.ts";
import { lintWorld } from "../lint-world.ts";
import { notRead } from "../not-read.ts";
import { originsOfRules } from "../rule-origins.ts";
import type { NginxContext } from "./nginx-check.ts";
import { nginxFaults } from "./nginx-faults.ts";
import { nginxSites } from "./nginx-sites.ts";
import { namedOriginsIn, originRulesIn } from "./origin-rules.ts";

export const nginxTarget: LintTarget = {
  name: "nginx",
  summary: "nginx.conf, a file that it includes, or a part of one",
  fixName: "nginx",
  detect,
  read,
};

/** Files that every nginx comes with; they say nothing of CORS. */
const ownFiles =
  /(?:^|\/)(?:mime\.types|(?:fastcgi|uwsgi|scgi)(?:_params|\.conf)|fastcgi-php\.conf|proxy_params|koi-(?:utf|win)|win-utf|options-ssl-nginx\.conf|(?:ssl|snakeoil)[\w-]*\.conf)$/;

function detect(file: string, text: string): "by name" | "by text" | null {
  if (
    /(?:^|[/.-])nginx[\w.-]*\.conf$|(?:^|\/)nginx\/.*\.conf$|\.nginx(?:\.conf)?$|\/sites-(?:enabled|available)\//i.test(
      file,
    )
  ) {
    return /^\s*<(?:VirtualHost|Directory|Location|IfModule)\b/im.test(text) ? null : "by name";
  }
  const isNginx =
    /^[ \t]*(?:add_header|proxy_pass|server_name|location|more_set_headers|map|upstream|listen)\s[^;]*[;{]/m.test(
      text,
    ) || /^[ \t]*(?:http|server|events)\s*\{/m.test(text);
  return isNginx ? "by text" : null;
}

function read(text: string, options: ReadOptions): LintSubject {
  const { directives, problems, missing, files } = parseNginx(text, options);
  const configuration = configurationOf(directives);
  const originRules = originRulesIn(configuration);
  const { faults, guard } = costlyRules(originRules);
  const ruleOrigins = originsOfRules(originRules);
  const namedOrigins = namedOriginsIn(directives, ruleOrigins);
  const unread: SyntaxProblem[] = missing
    .filter(({ args }) => !ownFiles.test(args[0] ?? ""))
    .map(({ args: [path = ""], place }: NginxDirective) =>
      options.source.isElsewhere
        ? notRead(path, place)
        : {
            place,
            message: `There is no file ${JSON.stringify(path)}: what it says was not read. nginx does not start without it.`,
          },
    );
  const sites = nginxSites(configuration, namedOrigins);
  return {
    problems,
    missing: unread,
    files,
    respond: (world) => guard(evaluateNginx(directives, world)),
    sites,
    originRules,
    ruleOrigins,
    namedOrigins,
    faults: [
      ...faults,
      ...nginxFaults({ directives, configuration, sites, ask: asking(guard(evaluateNginx(directives, lintWorld))) }),
    ],
  };
}

/** Questions to the site that lint imagines. */
function asking(respond: (request: ArrivingRequest) => Evaluated): NginxContext["ask"] {
  return (site, { method, target, headers }) => {
    const { host, pathname, search } = new URL(site.url);
    const evaluated = respond({
      method,
      target: target ?? pathname + search,
      headers: [["Host", host], ...headers],
      scheme: site.scheme,
      port: site.port,
    });
    return evaluated.kind === "answer" ? evaluated.response : null;
  };
}
