import { join } from "node:path";
import type { ServerProgram } from "./server-process.ts";

/** In Debian's order, which is the alphabet's: it decides which module sees a request first. */
const modules = [
  "access_compat",
  "alias",
  "auth_basic",
  "authn_core",
  "authn_file",
  "authz_core",
  "authz_host",
  "authz_user",
  "deflate",
  "dir",
  "env",
  "filter",
  "headers",
  "mime",
  "mpm_event",
  "proxy",
  "proxy_http",
  "reqtimeout",
  "rewrite",
  "setenvif",
];

/** A site is what goes into the main file; its virtual host is 127.0.0.1:{port}. */
export const apache: ServerProgram = {
  name: "apache",
  binary: "/usr/sbin/apache2",
  run: (folder) => ["-D", "FOREGROUND", "-f", join(folder, "apache.conf")],
  check: (folder) => ["-t", "-f", join(folder, "apache.conf")],
  configure: ({ folder, port, site }) => ({
    "apache.conf": `ServerRoot ${folder}
ServerName 127.0.0.1
Listen 127.0.0.1:${port}
PidFile ${folder}/apache.pid
DefaultRuntimeDir ${folder}
ErrorLog ${folder}/error.log
${modules.map((name) => `LoadModule ${name}_module /usr/lib/apache2/modules/mod_${name}.so`).join("\n")}
${process.getuid?.() === 0 ? "User www-data\nGroup www-data" : ""}
TypesConfig /dev/null
AddType text/html html
AddType application/json json
AddType text/plain txt
StartServers 1
ServerLimit 1
ThreadsPerChild 64
ThreadLimit 64
MaxRequestWorkers 64
<Directory />
  Require all denied
  AllowOverride None
</Directory>
${site}
`,
  }),
};
