import { getHeader, type Header, type HeaderList, type HttpResponse } from "@crosscheck/cors/http";
import { parseHeaderLine } from "./asked-request.ts";
import { maskHeaders } from "./mask-secrets.ts";

/** Heads of answers, and of a request, pasted without the program that made them. */
export interface HeaderBlock {
  /** Of a request, where its own headers are among the lines. */
  readonly requestHeaders: HeaderList;
  readonly answers: readonly {
    readonly response: HttpResponse;
    readonly statusIsTold: boolean;
    readonly line: number;
  }[];
}

const ofRequests =
  /^(?:origin|host|referer|user-agent|cookie|authorization|accept|accept-language|accept-encoding|sec-.*|access-control-request-.*|if-.*|x-requested-with|dnt)$/i;
const ofAnswers =
  /^(?:access-control-(?:allow|expose|max).*|server|date|content-type|content-length|vary|location|set-cookie|cache-control|etag|via|age|www-authenticate|allow|x-powered-by|cf-.*|x-cache.*|strict-transport-security)$/i;

/** Null when the lines are no headers of an answer. */
export function readHeaderBlock(text: string): HeaderBlock | null {
  const requestHeaders: Header[] = [];
  const answers: { status: number | null; headers: Header[]; line: number }[] = [];
  let known = 0;
  for (const [index, line] of text.split(/\r?\n/).entries()) {
    const status =
      /^\s*HTTP\/[\d.]+ (\d{3})\b/.exec(line)?.[1] ??
      /^\s*(?:Status(?: Code)?|status)\s*:\s*(\d{3})\b/i.exec(line)?.[1] ??
      /^\s*:status:\s*(\d{3})/.exec(line)?.[1];
    if (status !== undefined) {
      // 100 and 103 are followed by the answer itself.
      const before = answers.at(-1);
      if (before !== undefined && before.status === null && before.headers.length > 0) before.status = Number(status);
      else answers.push({ status: Number(status), headers: [], line: index + 1 });
      known++;
      continue;
    }
    const header = parseHeaderLine(line.replace(/^\s*[<>]\s/, ""));
    if (header === null) continue;
    if (ofRequests.test(header[0])) requestHeaders.push(header);
    else {
      if (ofAnswers.test(header[0])) known++;
      if (answers.length === 0) {
        if (!ofAnswers.test(header[0])) continue;
        answers.push({ status: null, headers: [], line: index + 1 });
      }
      answers.at(-1)?.headers.push(header);
    }
  }
  if (known === 0) return null;
  return {
    requestHeaders: maskHeaders(requestHeaders),
    answers: answers.map(({ status, headers, line }) => ({
      response: {
        status: status ?? (getHeader(headers, "location") === null ? 200 : 302),
        headers: maskHeaders(headers),
      },
      statusIsTold: status !== null,
      line,
    })),
  };
}
