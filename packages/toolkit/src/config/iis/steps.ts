import type { Policy } from "@crosscheck/cors";
import { heading } from "../heading.ts";
import { locationPath } from "./location-path.ts";

const appcmd = "%windir%\\system32\\inetsrv\\appcmd.exe";

/** What to click and what to type for the CORS module. */
export function corsModuleSteps(policy: Policy, command: string): string {
  const rules = policy.rules.map((rule) => {
    const path = locationPath(rule.path) ?? null;
    return `${path === null ? "the whole site" : `the folder ${path}`} has the rule ${rule.id}`;
  });
  return text(command, [
    "The file. Put web.config into the site's folder. If there is one already, copy the content of <configuration> into it.",
    `In it: ${rules.join("; ")}.`,
    "",
    "Install the module, once for the server: https://www.iis.net/downloads/microsoft/iis-cors-module",
    "IIS 10 has it in no version of Windows by itself. Without it every request to the site is answered 500.19.",
    "",
    "IIS Manager has no page of the module's own. What the file says can be set by hand:",
    "  1. Select the site on the left, and open Configuration Editor (under Management).",
    "  2. Section: system.webServer/cors.",
    "  3. enabled: True. failUnlistedOrigins: as in the file.",
    "  4. (Collection): click the three dots, Add, one item for each <add>: origin, allowCredentials, maxAge; allowHeaders, allowMethods and exposeHeaders have collections of their own.",
    "  5. Apply, on the right.",
    "",
    "The same on the command line, for the site named Default Web Site:",
    ...policy.rules.flatMap((rule) => {
      const path = locationPath(rule.path) ?? null;
      const site = `"Default Web Site${path === null ? "" : `/${path}`}"`;
      const origins = rule.allowOrigins === "*" ? ["*"] : rule.allowOrigins.map(({ text }) => text);
      return [
        `  ${appcmd} set config ${site} -section:system.webServer/cors /enabled:"True" /failUnlistedOrigins:"${rule.refuseUnlisted ? "True" : "False"}"`,
        ...origins.map(
          (origin) =>
            `  ${appcmd} set config ${site} -section:system.webServer/cors /+"[origin='${origin}'${rule.allowCredentials ? ",allowCredentials='True'" : ""}${rule.maxAge === null ? "" : `,maxAge='${rule.maxAge}'`}]"`,
        ),
      ];
    }),
    ...testSteps(policy),
  ]);
}

/** What to click and what to type for custom headers. */
export function customHeaderSteps(headers: readonly (readonly [string, string])[], command: string): string {
  return text(command, [
    "The file. Put web.config into the site's folder. If there is one already, copy the content of <configuration> into it.",
    "",
    "Or by hand in IIS Manager:",
    "  1. Select the site on the left.",
    "  2. Double-click HTTP Response Headers.",
    "  3. Click Add..., on the right, once for each:",
    ...headers.map(([name, value]) => `       Name: ${name}    Value: ${value}`),
    "  4. OK. It holds at once; nothing needs a restart.",
    "",
    "The same on the command line, for the site named Default Web Site:",
    ...headers.flatMap(appcmdLines),
  ]);
}

/** What cmd.exe or appcmd would take for something else is not printed to be pasted. */
function appcmdLines([name, value]: readonly [string, string]): readonly string[] {
  if (!/^[A-Za-z0-9 ,.:/*_-]*$/.test(name + value))
    return [`  (${name}: set this one by hand; its value has characters that the command line reads otherwise)`];
  const section = `${appcmd} set config "Default Web Site" -section:system.webServer/httpProtocol`;
  return [
    `  ${section} /-"customHeaders.[name='${name}']"`,
    `  ${section} /+"customHeaders.[name='${name}',value='${value}']"`,
  ];
}

/** What to click and what to type for URL Rewrite. */
export function urlRewriteSteps(command: string, variables: readonly string[]): string {
  return text(command, [
    "The file. Put web.config into the site's folder. If there is one already, copy the content of <configuration> into it.",
    "",
    "Install URL Rewrite 2.1, once for the server: https://www.iis.net/downloads/microsoft/url-rewrite",
    "Without it every request to the site is answered 500.19.",
    "",
    "A web.config may set only those server variables that the server allows. In IIS Manager:",
    "  1. Select the site on the left, and double-click URL Rewrite.",
    "  2. Click View Server Variables..., on the right; then Add..., once for each:",
    ...variables.map((name) => `       ${name}`),
    "  3. Click Back to Rules. The rules of the file are listed, inbound ones above outbound ones.",
    "",
    "The same on the command line:",
    ...variables.map(
      (name) =>
        `  ${appcmd} set config "Default Web Site" -section:system.webServer/rewrite/allowedServerVariables /+"[name='${name}']" /commit:apphost`,
    ),
  ]);
}

function testSteps(policy: Policy): readonly string[] {
  const [rule] = policy.rules.filter(({ allowOrigins }) => allowOrigins !== "*" && allowOrigins.length > 0);
  const [origin] = rule === undefined || rule.allowOrigins === "*" ? [] : rule.allowOrigins;
  if (rule === undefined || origin === undefined) return [];
  const path = rule.path.text.replace(/\*$/, "");
  return [
    "",
    "Test it. The first answer has Access-Control-Allow-Origin, the second has not:",
    `  curl.exe -sI -H "Origin: ${origin.text.replace("*", "test")}" https://your.site${path}`,
    `  curl.exe -sI -H "Origin: https://not-listed.example" https://your.site${path}`,
  ];
}

function text(command: string, lines: readonly string[]): string {
  // Nothing in a line can end it: names of a policy hold no control character.
  return `${heading(command, ["How to load web.config, in IIS Manager or on the command line. Not tried on an IIS."])}\n${lines.join("\n")}\n`;
}
