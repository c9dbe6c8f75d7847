import type { Directive, ParsedApache } from "../../config/apache/directive.ts";
import { evaluateApache } from "../../config/apache/evaluate.ts";
import { parseApache } from "../../config/apache/parse.ts";
import type { FileSource } from "../../config/source.ts";
import { costlyRules } from "../costly-rules.ts";
import type { LintSubject, LintTarget, ReadOptions } from "../lint-target.ts";
import { lintWorld } from "../lint-world.ts";
import { notRead } from "../not-read.ts";
import { originsOfRules } from "../rule-origins.ts";
import { apacheSites } from "./apache-sites.ts";
import { apacheWorld } from "./apache-world.ts";
import { preflightFaults } from "./behaviour.ts";
import { directiveFindings } from "./directive-checks.ts";
import { namedOriginsIn, originRulesIn } from "./origin-rules.ts";

export const apacheTarget: LintTarget = {
  name: "apache",
  summary: "apache2.conf, httpd.conf, a file that it includes, or a part of one",
  fixName: "apache",
  detect: (file, text) => {
    if (/(?:^|[/.-])(?:apache2?|httpd)[\w.-]*\.conf$|(?:^|\/)(?:apache2|httpd)\/.*\.conf$/i.test(file))
      return "by name";
    const isApache =
      /^\s*(?:<(?:VirtualHost|Directory|Location|IfModule|FilesMatch|If)\b|(?:Header|SetEnvIf(?:NoCase|Expr)?|RewriteRule|RewriteEngine|LoadModule)\s)/im.test(
        text,
      );
    return isApache ? "by text" : null;
  },
  read: (text, options) => {
    const parsed = parseApache(text, options);
    return subjectOf(parsed, parsed.directives, options.source, false);
  },
};

export const htaccessTarget: LintTarget = {
  name: "htaccess",
  summary: ".htaccess, as in the root of a site that lets it say everything",
  fixName: "apache",
  detect: (file) => (/(?:^|[\\/])\.htaccess(?:\.[\w-]+)?$|\.htaccess$/i.test(file) ? "by name" : null),
  read: readAccessFile,
};

/** The site that an access file is tried in. */
const root = "/crosscheck-site";

function readAccessFile(text: string, options: ReadOptions): LintSubject {
  const place = { file: options.file, line: 1, column: 1 };
  const directive = (
    name: string,
    words: readonly string[],
    children: readonly Directive[] | null = null,
  ): Directive => ({
    name,
    key: name.toLowerCase(),
    rest: words.join(" "),
    words,
    place,
    children,
  });
  const site = [
    directive("DocumentRoot", [root]),
    directive("Directory", [root], [directive("AllowOverride", ["All"]), directive("Require", ["all", "granted"])]),
  ];
  const parsed = parseApache(text, options);
  const source: FileSource = {
    ...options.source,
    read: (path) => (path === `${root}/.htaccess` ? text : options.source.read(path)),
  };
  return subjectOf(parsed, site, source, true, new Map([[`${root}/.htaccess`, parsed.directives]]));
}

function subjectOf(
  parsed: ParsedApache,
  site: readonly Directive[],
  source: FileSource,
  isAccessFile: boolean,
  accessFiles: ReadonlyMap<string, readonly Directive[]> = new Map(),
): LintSubject {
  const originRules = originRulesIn(parsed.directives);
  const { faults, guard } = costlyRules(originRules);
  const ruleOrigins = originsOfRules(originRules);
  const namedOrigins = namedOriginsIn(parsed.directives, originRules, ruleOrigins);
  const whole = isAccessFile ? [...site, ...filesIn(parsed.directives)] : site;
  const { sites, folders } = apacheSites(whole, namedOrigins);
  const respond: LintSubject["respond"] = (world) => {
    const imagined = apacheWorld(world, source, parsed.modules, folders);
    return guard(
      evaluateApache(site, {
        ...imagined,
        accessFile: (path) => accessFiles.get(path) ?? imagined.accessFile(path),
      }),
    );
  };
  return {
    problems: parsed.problems,
    missing: parsed.missing.map(({ words, place }) => notRead(words[0] ?? "", place)),
    files: parsed.files,
    respond,
    sites,
    originRules,
    ruleOrigins,
    namedOrigins,
    faults: [
      ...faults,
      ...directiveFindings(parsed, source, isAccessFile),
      ...preflightFaults(sites, respond(lintWorld), namedOrigins),
    ],
  };
}

/** The sections of an access file that are for some files: each is asked for one. */
function filesIn(directives: readonly Directive[]): readonly Directive[] {
  return directives.filter(({ key }) => /^files/.test(key));
}
