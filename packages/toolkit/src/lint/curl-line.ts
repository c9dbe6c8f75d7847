import type { HttpRequest } from "@crosscheck/cors/http";

/** The request as one would make it by hand. */
export function curlLine({ method, url, headers }: HttpRequest): string {
  const quoted = (text: string): string => `'${text.replaceAll("'", "'\\''")}'`;
  const lines = headers.map(([name, value]) => `-H ${quoted(`${name}: ${value}`)}`);
  return ["curl -i", ...(method === "GET" ? [] : [`-X ${method}`]), ...lines, quoted(url)].join(" ");
}
