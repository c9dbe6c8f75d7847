import type { Header } from "../http/header-list.ts";
import type { Transport } from "./transport.ts";

/** Whatever answers a Request with a Response: a worker, a Next.js route, Hono's `app.fetch`. */
export type FetchHandler = (request: Request) => Response | Promise<Response>;

/** Requests go to a handler in this process, as `Request` objects; or to the `fetch` method of an application. */
export function fetchHandler(handler: FetchHandler | { readonly fetch: FetchHandler }): Transport {
  return async ({ method, url, headers, body, signal }) => {
    const request = new Request(url, {
      method,
      headers: headers.map(([name, value]): [string, string] => [name, value]),
      ...(body === null ? {} : { body: body as BodyInit, duplex: "half" }),
      redirect: "manual",
      signal,
    } as RequestInit);
    const response = await (typeof handler === "function" ? handler(request) : handler.fetch(request));
    if (response.type === "error") throw new Error("the handler answered with Response.error()");
    const list: Header[] = [...response.headers];
    return { status: response.status, statusText: response.statusText, headers: list, body: response.body };
  };
}
