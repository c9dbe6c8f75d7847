import type { Directive, ParsedApache } from "../../config/apache/directive.ts";
import { type HeaderDirective, parseHeaderDirective } from "../../config/apache/header-directive.ts";
import type { FileSource } from "../../config/source.ts";
import type { ConfigFault } from "../lint-target.ts";
import { nearestHeader } from "../nearest-header.ts";

/** A directive with the sections around it. */
interface Site {
  readonly directive: Directive;
  readonly around: readonly Directive[];
  readonly header: HeaderDirective | null;
}

interface View {
  readonly parsed: ParsedApache;
  readonly source: FileSource;
  readonly isAccessFile: boolean;
  readonly sites: readonly Site[];
}

interface Fault extends Pick<ConfigFault, "message" | "fix"> {
  readonly directive: Directive;
}

/** A fault that only the text shows: what is written has no effect, or another than it says. */
interface DirectiveCheck {
  readonly id: string;
  readonly level: ConfigFault["level"];
  readonly severity: ConfigFault["severity"];
  readonly run: (view: View) => readonly Fault[];
}

const isOrigin = (site: Site): boolean => site.header?.name.toLowerCase() === "access-control-allow-origin";
const isCors = (site: Site): boolean => site.header !== null && /^access-control-/i.test(site.header.name);
const sets = (site: Site): boolean =>
  site.header !== null && /^(?:set|add|append|merge|setifempty)$/.test(site.header.action);

const checks: readonly DirectiveCheck[] = [
  {
    id: "unset-variable",
    level: "broken",
    severity: "info",
    run: ({ sites }) =>
      sites
        .filter(
          (site) =>
            isCors(site) &&
            sets(site) &&
            site.header?.condition === null &&
            /%\{[^}]+\}e|^expr=.*%\{/.test(site.header.value),
        )
        .map(({ directive, header }) => {
          const [, name] = /%\{([^}]+)\}e/.exec(header?.value ?? "") ?? [];
          return name === undefined
            ? {
                directive,
                message: "Without an Origin this sends an empty Access-Control header.",
                fix: `${directive.name} ${directive.rest} "expr=-n req_novary('Origin')"`,
              }
            : {
                directive,
                message: `Where ${name} is not set, this sends the text (null).`,
                fix: `${directive.name} ${directive.rest} env=${name}`,
              };
        }),
  },
  {
    id: "limit-has-no-effect",
    level: "info",
    severity: "info",
    run: ({ sites }) =>
      sites
        .filter((site) => isCors(site) && site.around.some(({ key }) => /^limit(?:except)?$/.test(key)))
        .map(({ directive }) => ({
          directive,
          message: "<Limit> limits who gets in, not headers: this one is sent for every method.",
          fix: `${directive.name} ${directive.rest} "expr=%{REQUEST_METHOD} == 'GET'"`,
        })),
  },
  {
    id: "application-header-asked",
    level: "info",
    severity: "info",
    run: ({ sites }) =>
      sites
        .filter(
          ({ header }) =>
            header?.condition?.type === "expression" && /resp\(\s*['"]access-control-/i.test(header.condition.text),
        )
        .map(({ directive }) => ({
          directive,
          message: "resp('Access-Control-…') is the application's header, too, not only what was set here.",
          fix: "Set a variable with SetEnvIf where the decision is made, and ask for that: env=NAME",
        })),
  },
  {
    id: "nested-if-in-access-file",
    level: "info",
    severity: "low",
    run: ({ sites, isAccessFile }) =>
      sites
        .filter(
          (site) =>
            isAccessFile &&
            isCors(site) &&
            site.around.filter(({ key }) => /^(?:if|elseif|else)$/.test(key)).length > 1,
        )
        .map(({ directive }) => ({
          directive,
          message: "An <If> within another in an access file is lost after DirectoryIndex and ErrorDocument.",
          fix: "Write one condition: expr=… && …",
        })),
  },
  {
    id: "both-tables",
    level: "broken",
    severity: "info",
    run: ({ sites }) => {
      const always = sites.filter(
        (site) => isOrigin(site) && sets(site) && site.header?.table === "always" && site.header.condition === null,
      );
      return sites
        .filter(
          (site) =>
            isOrigin(site) && sets(site) && site.header?.table === "onsuccess" && site.header.condition === null,
        )
        .filter((site) => always.some((other) => other.around.at(-1) === site.around.at(-1)))
        .map(({ directive }) => ({
          directive,
          message:
            "Header set and Header always set keep two tables, and both are sent: two values are none to a browser.",
          fix: "Remove this line, and keep the one with always.",
        }));
    },
  },
  {
    id: "application-may-double",
    level: "info",
    severity: "info",
    run: ({ sites }) => {
      const proxied = sites.some(
        ({ directive }) =>
          /^proxypass(?:match)?$/.test(directive.key) ||
          (directive.key === "sethandler" && /^proxy:/.test(directive.words[0] ?? "")),
      );
      const unsets = (table: HeaderDirective["table"]): boolean =>
        sites.some((site) => isOrigin(site) && site.header?.action === "unset" && site.header.table === table);
      if (!proxied || (unsets("always") && unsets("onsuccess"))) return [];
      return sites
        .filter((site) => isOrigin(site) && sets(site) && site.header?.table === "always")
        .slice(0, 1)
        .map(({ directive }) => ({
          directive,
          message:
            "If the application behind the proxy adds CORS itself, both headers are sent, and two values are none to a browser.",
          fix: "Header onsuccess unset Access-Control-Allow-Origin\nHeader always unset Access-Control-Allow-Origin\n(both before this line), or leave CORS to the application alone",
        }));
    },
  },
  {
    id: "header-name-near-miss",
    level: "broken",
    severity: "info",
    run: ({ sites }) =>
      sites.flatMap(({ directive, header }) => {
        const near = header === null ? null : nearestHeader(header.name);
        return near === null
          ? []
          : [
              {
                directive,
                message: `No browser knows ${JSON.stringify(header?.name)}: the header is ${near}.`,
                fix: `${directive.name} ${directive.rest.replace(header?.name ?? "", near)}`,
              },
            ];
      }),
  },
  {
    id: "preflight-rule-unknown-variable",
    level: "broken",
    severity: "info",
    run: ({ sites }) =>
      sites
        .filter(
          ({ directive }) =>
            directive.key === "rewritecond" &&
            /%\{HTTP_(?:ORIGIN|ACCESS_CONTROL_\w+)\}/i.test(directive.words[0] ?? ""),
        )
        .map(({ directive }) => ({
          directive,
          message: `mod_rewrite knows no ${directive.words[0]}: it is always empty.`,
          fix: `RewriteCond ${(directive.words[0] ?? "").replace(/HTTP_(\w+)/i, (_whole, name: string) => `HTTP:${name.replaceAll("_", "-")}`)} ${directive.words.slice(1).join(" ")}`,
        })),
  },
  {
    id: "module-missing",
    level: "broken",
    severity: "medium",
    run: ({ sites, parsed }) => {
      if (parsed.modules === null) return [];
      const needs: readonly (readonly [module: string, key: RegExp])[] = [
        ["headers_module", /^(?:request)?header$/],
        ["rewrite_module", /^rewrite/],
        ["setenvif_module", /^(?:setenvif|browsermatch)/],
      ];
      return needs
        .filter(([module]) => parsed.modules?.has(module) === false)
        .flatMap(([module, key]) =>
          sites
            .filter(({ directive }) => key.test(directive.key))
            .slice(0, 1)
            .map(({ directive }) => ({
              directive,
              message: `${directive.name} needs ${module}, which is not loaded: Apache does not start.`,
              fix: `a2enmod ${module.replace(/_module$/, "")}`,
            })),
        );
    },
  },
  {
    id: "access-file-ignored",
    level: "broken",
    severity: "info",
    run: ({ sites, source }) =>
      sites
        .filter(({ directive }) => directive.key === "directory")
        .flatMap(({ directive }) => {
          const file = `${(directive.words[0] ?? "").replace(/\/$/, "")}/.htaccess`;
          const text = source.read(file);
          if (text === null || !/access-control-allow/i.test(text)) return [];
          const override = directive.children?.findLast(({ key }) => key === "allowoverride");
          const classes = (override?.words ?? ["None"]).map((word) => word.toLowerCase());
          if (classes.includes("all") || classes.includes("fileinfo")) return [];
          const isNone = classes.includes("none");
          return [
            {
              directive: override ?? directive,
              message: isNone
                ? `${file} speaks of CORS and is never read here: AllowOverride is None.`
                : `${file} holds Header, which AllowOverride does not allow here: every request is answered 500.`,
              fix: "AllowOverride FileInfo",
            },
          ];
        }),
  },
  {
    id: "rules-replaced-by-access-file",
    level: "info",
    severity: "low",
    run: ({ sites, source, isAccessFile }) =>
      isAccessFile
        ? []
        : sites
            .filter(
              ({ directive }) =>
                directive.key === "directory" &&
                (directive.children ?? []).some(
                  ({ key, words }) => key === "rewriterule" && /R=20[04]/.test(words[2] ?? ""),
                ),
            )
            .filter(({ directive }) =>
              /^\s*Rewrite/im.test(source.read(`${(directive.words[0] ?? "").replace(/\/$/, "")}/.htaccess`) ?? ""),
            )
            .map(({ directive }) => ({
              directive,
              message:
                "The folder's .htaccess has rewriting of its own, which takes the place of the rules here: preflights are not answered.",
              fix: "Put the preflight's rule into the <VirtualHost>, outside of <Directory>.",
            })),
  },
  {
    id: "header-directive-invalid",
    level: "broken",
    severity: "medium",
    run: ({ sites }) =>
      sites
        .filter(({ directive, header }) => directive.key === "header" && header === null)
        .map(({ directive }) => ({
          directive,
          message: `Apache does not start with this line: ${String(parseHeaderDirective(directive))}`,
          fix: 'Header always set Access-Control-Allow-Origin "https://app.example.com"',
        })),
  },
];

/** What the text of a configuration shows, without a request. */
export function directiveFindings(
  parsed: ParsedApache,
  source: FileSource,
  isAccessFile: boolean,
): readonly ConfigFault[] {
  const sites: Site[] = [];
  const visit = (list: readonly Directive[], around: readonly Directive[]): void => {
    for (const directive of list) {
      const header = directive.key === "header" ? parseHeaderDirective(directive) : null;
      sites.push({ directive, around, header: typeof header === "string" ? null : header });
      if (directive.children !== null) visit(directive.children, [...around, directive]);
    }
  };
  visit(parsed.directives, []);
  const view: View = { parsed, source, isAccessFile, sites };
  return checks.flatMap(({ id, level, severity, run }) =>
    run(view).map(
      ({ directive, message, fix }): ConfigFault => ({
        check: id,
        level,
        severity,
        place: directive.place,
        message,
        fix,
      }),
    ),
  );
}
