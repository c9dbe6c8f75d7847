import { getHeaderValues } from "@crosscheck/cors/http";
import { defineHeaderTest, failed, type HeaderTest, passed } from "../header-test.ts";

/** Names that say which software runs, and nothing that a browser needs. */
const telling = [
  "X-Powered-By",
  "X-Powered-CMS",
  "X-AspNet-Version",
  "X-AspNetMvc-Version",
  "X-Generator",
  "X-OWA-Version",
  "X-SourceFiles",
  "Liferay-Portal",
  "MicrosoftSharePointTeamServices",
] as const;

export const leakingHeaders: HeaderTest = defineHeaderTest({
  id: "leaking-headers",
  title: "Headers that name the software",
  why: "The version of a server tells which known holes to try. It helps nobody else.",
  fix: {
    general: "Leave the version out of Server, and drop X-Powered-By and its like.",
    nginx: "server_tokens off;",
    apache: "ServerTokens Prod\nServerSignature Off\nHeader always unset X-Powered-By",
    iis: '<security><requestFiltering removeServerHeader="true" /></security>\n<httpProtocol><customHeaders><remove name="X-Powered-By" /></customHeaders></httpProtocol>',
    express: 'app.disable("x-powered-by");',
  },
  spec: "https://www.rfc-editor.org/rfc/rfc9110#section-10.2.4",
  run: ({ response: { headers } }) => {
    const said = ["Server", ...telling].flatMap((name) =>
      getHeaderValues(headers, name).flatMap((value) =>
        name !== "Server" || /[0-9]+\.[0-9]/.test(value) ? [`${name}: ${value.slice(0, 60)}`] : [],
      ),
    );
    return said.length === 0
      ? passed("No header tells the version of the software.")
      : failed(`The site says what it runs: ${said.slice(0, 3).join(", ")}.`);
  },
  examples: [
    { title: "nothing", verdict: "passed", headers: [] },
    { title: "a name without its version", verdict: "passed", headers: [["Server", "nginx"]] },
    { title: "a version", verdict: "failed", headers: [["Server", "Apache/2.4.71 (Debian)"]] },
    { title: "the server's own files", verdict: "failed", headers: [["X-SourceFiles", "=?UTF-8?B?QzpcYQ==?="]] },
    { title: "X-Powered-By", verdict: "failed", headers: [["X-Powered-By", "Express"]] },
  ],
});
