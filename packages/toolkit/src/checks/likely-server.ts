import { getHeader, type HeaderList } from "@crosscheck/cors/http";

/** The server that an answer says it comes from, as fixes name it; null when it does not say. */
export function likelyServer(headers: HeaderList): "nginx" | "apache" | "iis" | "express" | null {
  const by = getHeader(headers, "x-powered-by") ?? "";
  if (/^express$/i.test(by)) return "express";
  const server = getHeader(headers, "server") ?? "";
  if (/^(?:nginx|openresty)\b/i.test(server)) return "nginx";
  if (/^apache\b/i.test(server)) return "apache";
  return /^microsoft-iis\b/i.test(server) ? "iis" : null;
}
