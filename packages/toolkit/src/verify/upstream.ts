import type { RequestListener } from "node:http";

/** What an application behind the server sends that thinks of CORS itself, and of its own Vary. */
const careless = [
  ["Access-Control-Allow-Origin", "*"],
  ["Access-Control-Allow-Credentials", "true"],
  ["Access-Control-Expose-Headers", "X-Upstream"],
  ["Access-Control-Allow-Methods", "GET, PATCH"],
  ["Access-Control-Allow-Headers", "*"],
  ["Access-Control-Max-Age", "5"],
  ["Access-Control-Allow-Private-Network", "true"],
  ["Vary", "Accept"],
];

/** `…/status/404` answers 404, `…/doubled` says everything twice; whatever it is asked, it grants everything. */
export const upstream: RequestListener = (request, response) => {
  const [, status = "200"] = /\/status\/([0-9]{3})/.exec(request.url ?? "") ?? [];
  const location = status === "302" ? ["Location", "/elsewhere"] : [];
  const range = status === "416" ? ["Content-Range", "bytes */3"] : [];
  const again = request.url?.endsWith("/doubled") ? careless : [];
  response.writeHead(Number(status), [...careless, ...again].flat().concat(location, range));
  response.end(status === "304" ? undefined : `${request.method} ${status}\n`);
};
