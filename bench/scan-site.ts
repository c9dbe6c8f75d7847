/** The sites of the scan bench, in a process of their own: tells its port. */
import { createServer } from "node:http";
import type { AddressInfo } from "node:net";

const server = createServer((request, response) => {
  const [, site = ""] = (request.url ?? "").split("/");
  const { origin } = request.headers;
  const own = `http://${request.headers.host}`;
  if (site === "listed") response.setHeader("Vary", "Origin");
  if (origin !== undefined && (site === "echo" || (site === "listed" && origin === own))) {
    response.setHeader("Access-Control-Allow-Origin", origin);
    response.setHeader("Access-Control-Allow-Credentials", "true");
  }
  response.statusCode = /^\/[a-z]+\/$/.test(request.url ?? "") ? 200 : 404;
  response.end("hello");
});
server.listen(0, "127.0.0.1", () => process.send?.({ port: (server.address() as AddressInfo).port }));
process.on("disconnect", () => process.exit());
