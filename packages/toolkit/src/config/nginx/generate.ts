import type { Policy } from "@crosscheck/cors";
import type { Generate, GeneratedFile } from "../generated.ts";
import { coversEverything, numberedRules } from "../numbered-rules.ts";
import { answerHeaders } from "./answer-maps.ts";
import { httpFile } from "./http-file.ts";
import { losses, tooLong, tooOld } from "./losses.ts";
import { isLongList } from "./origin-maps.ts";
import { headersFile, listsFile, serverFile } from "./server-files.ts";

/**
 * A policy for nginx: maps that compute every answer (`http.conf`), the answers that need no handler (`server.conf`), the
 * headers (`headers.conf`), and with a long list the room for it (`lists.conf`).
 */
export const generateNginx: Generate = (policy: Policy, { version, command }) => {
  const rules = numberedRules(policy);
  const options = {
    passesThrough: !coversEverything(policy),
    refuses: rules.some((rule) => rule.refuseUnlisted),
    hasWildcard: rules.some((rule) => rule.allowOrigins === "*"),
  };
  const headers = answerHeaders(rules, options);
  const files: GeneratedFile[] = [
    { name: "http.conf", text: httpFile(rules, headers, options, command) },
    { name: "server.conf", text: serverFile(options, command) },
    { name: "headers.conf", text: headersFile(headers, command) },
  ];
  if (rules.some(isLongList)) files.push({ name: "lists.conf", text: listsFile(command) });

  const impossible = [tooOld(version), ...files.map(({ text }) => tooLong(text))].find((loss) => loss !== null);
  if (impossible !== undefined && impossible !== null) return { files: [], losses: [impossible] };
  return { files, losses: losses(version, options.passesThrough) };
};
