import { join } from "node:path";
import type { ServerProgram } from "./server-process.ts";

const scratch = ["client_body", "proxy", "fastcgi", "uwsgi", "scgi"];

/** A site is what goes into `http {}`; its server listens on 127.0.0.1:{port}. */
export const nginx: ServerProgram = {
  name: "nginx",
  binary: "/usr/sbin/nginx",
  run: (folder) => ["-p", folder, "-c", join(folder, "nginx.conf"), "-e", join(folder, "error.log")],
  check: (folder) => ["-t", "-q", "-p", folder, "-c", join(folder, "nginx.conf"), "-e", join(folder, "error.log")],
  configure: ({ folder, site }) => ({
    "nginx.conf": `daemon off;
worker_processes 1;
pid ${folder}/nginx.pid;
error_log ${folder}/error.log notice;
events { worker_connections 1024; }
http {
access_log off;
types { text/html html; application/json json; text/plain txt; }
${scratch.map((name) => `${name}_temp_path ${folder}/${name};`).join("\n")}
${site}
}
`,
  }),
};
