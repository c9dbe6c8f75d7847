import type { Context } from "hono";
import { addressKey } from "../scan/address-key.ts";
import { parseIpAddress } from "../scan/ip-address.ts";
import { type AddressPrefix, isListed } from "./address-list.ts";

/** Who asks, and how the request came to the outermost server that is ours. */
export interface Requester {
  /** An IPv4 address or an IPv6 network; `unknown` without a connection. */
  readonly key: string;
  /** As a trusted proxy says, or null: then it is the request's own. */
  readonly scheme: "http" | "https" | null;
}

declare module "hono" {
  interface ContextVariableMap {
    /** Set for every request, first of all. */
    requester: Requester;
  }
}

/**
 * Who sent a request: the other end of the connection, or, when that is a trusted proxy, the last address of
 * `X-Forwarded-For` that is not one. What stands before that address was written by whoever sent the request, and anybody can write it.
 */
export function requesterOf(request: Request, remoteAddress: string, trusted: readonly AddressPrefix[]): Requester {
  if (!isListed(remoteAddress, trusted)) return { key: addressKey(remoteAddress), scheme: null };
  const forwarded = (request.headers.get("x-forwarded-for") ?? "").split(",").map((address) => address.trim());
  let client = remoteAddress;
  for (const address of forwarded.reverse()) {
    const bare = withoutPort(address);
    // What a proxy of ours wrote is an address; behind anything else nobody can be told from another.
    if (parseIpAddress(bare) === null) break;
    client = bare;
    if (!isListed(bare, trusted)) break;
  }
  const scheme = request.headers.get("x-forwarded-proto")?.trim().toLowerCase();
  return { key: addressKey(client), scheme: scheme === "https" || scheme === "http" ? scheme : null };
}

/** The other end of the connection, as `@hono/node-server` hands it on; `unknown` for an app that is called directly. */
export function remoteAddressOf(context: Context): string {
  const bindings = context.env as { incoming?: { socket?: { remoteAddress?: string } } } | undefined;
  return bindings?.incoming?.socket?.remoteAddress ?? "unknown";
}

/** `192.0.2.1:49152` and `[2001:db8::1]:49152` as some proxies write them. */
function withoutPort(address: string): string {
  const [, bracketed] = /^\[([^\]]*)\](?::\d+)?$/.exec(address) ?? [];
  if (bracketed !== undefined) return bracketed;
  return address.replace(/^(\d+\.\d+\.\d+\.\d+):\d+$/, "$1");
}
