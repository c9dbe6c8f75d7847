import { readFileSync, statSync } from "node:fs";
import { type IncomingMessage, METHODS, type RequestListener, type ServerResponse } from "node:http";
import type { HttpResponse } from "@crosscheck/cors/http";
import type { Directive, FileSource } from "../../packages/toolkit/src/config/apache/directive.ts";
import { parseApache } from "../../packages/toolkit/src/config/apache/parse.ts";
import type { World } from "../../packages/toolkit/src/config/apache/world.ts";

/** The files of a running server, and an application behind it that is asked in memory. */
export function worldOf(applications: Readonly<Record<number, RequestListener>>): World {
  const accessFiles = new Map<string, readonly Directive[] | null>();
  const kinds = new Map<string, ReturnType<World["kindOf"]>>();
  return {
    kindOf: (path) => {
      const known = kinds.get(path) ?? kindOf(path);
      kinds.set(path, known);
      return known;
    },
    accessFile: (path) => {
      const known = accessFiles.get(path);
      if (known !== undefined) return known;
      const text = readText(path);
      const directives = text === null ? null : parseApache(text, { file: path, source: fileSource }).directives;
      accessFiles.set(path, directives);
      return directives;
    },
    read: readText,
    upstream: ({ method, url }) => {
      const { port, pathname, search } = new URL(url);
      const application = applications[Number(port)];
      // node:http does not read a method that it does not know.
      if (!METHODS.includes(method)) return { status: 400, headers: [] };
      return application === undefined ? null : answerOf(application, method, pathname + search);
    },
    modules: null,
  };
}

export const fileSource: FileSource = { read: readText, list: () => [] };

function readText(path: string): string | null {
  try {
    return readFileSync(path, "latin1");
  } catch {
    return null;
  }
}

function kindOf(path: string): ReturnType<World["kindOf"]> {
  const status = statSync(path, { throwIfNoEntry: false });
  if (status === undefined) return "missing";
  return status.isDirectory() ? "directory" : "file";
}

/** What a listener writes, without a connection. */
function answerOf(listener: RequestListener, method: string, url: string): HttpResponse {
  let answer: HttpResponse = { status: 200, headers: [] };
  const response = {
    writeHead: (status: number, flat: readonly string[]) => {
      const headers = flat.flatMap((name, index) => (index % 2 === 0 ? [[name, flat[index + 1] ?? ""] as const] : []));
      answer = { status, headers };
    },
    end: () => {},
  };
  listener({ method, url } as IncomingMessage, response as unknown as ServerResponse);
  return answer;
}
