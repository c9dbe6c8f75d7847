import type { Policy } from "@crosscheck/cors";
import type { GeneratedFile } from "../config/generated.ts";
import type { Comparison } from "./compare.ts";
import { allowedOrigins, ownRequests } from "./own-requests.ts";
import { requestMatrix } from "./request-matrix.ts";
import { servePolicies } from "./serve-policies.ts";
import type { Target } from "./targets.ts";

export type Verified =
  | ({ readonly ok: true } & Comparison)
  /** The server does not start with these files; `message` is its own, with the files named as the caller knows them. */
  | { readonly ok: false; readonly message: string };

/**
 * Runs the real server on loopback, in a temporary folder, with `files` in front of a site that has what sites have, and holds
 * every answer against `decide`.
 */
export async function verifyPolicy(
  target: Target,
  policy: Policy,
  files: readonly GeneratedFile[],
  nameOf: (file: string) => string,
): Promise<Verified> {
  const servers = await servePolicies(target);
  try {
    const server = await servers.serve(policy, files);
    try {
      const requests = requestMatrix(allowedOrigins(policy), ownRequests(policy));
      return { ok: true, ...(await servers.hold(server, policy, requests)) };
    } finally {
      await server.stop();
    }
  } catch (error) {
    const message = error instanceof Error ? error.message : String(error);
    return {
      ok: false,
      message: message.replace(/\S*\/crosscheck-[a-z]+-\w+\/(?:cors\/)?([\w./-]+)/g, (_, file) => nameOf(file)),
    };
  } finally {
    await servers.stop();
  }
}
