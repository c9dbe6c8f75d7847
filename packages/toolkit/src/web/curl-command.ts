import type { HttpRequest } from "@crosscheck/cors/http";
import { shellCommand } from "./shell-command.ts";

/** The command that asks the same question from a terminal, and prints the head of the answer. */
export function curlCommand({ method, url, headers }: HttpRequest): string {
  const asked = method === "GET" ? [] : method === "HEAD" ? ["--head"] : ["-X", method];
  return shellCommand("curl", "-i", ...asked, ...headers.flatMap(([name, value]) => ["-H", `${name}: ${value}`]), url);
}
