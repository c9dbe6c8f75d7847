import { containsHeader, getHeaderValues, type Header, type HeaderList, type HttpRequest } from "@crosscheck/cors/http";
import { isFailure } from "./client-failure.ts";
import type { ClientAnswer } from "./http-client.ts";

/** What a visitor's browser would send along: never shown in evidence, and never sent to another origin. */
export interface VisitorSession {
  /** The request as it goes out. */
  sent(request: HttpRequest): HttpRequest;
  /** Keeps the cookies that an answer sets, for the requests after it. */
  keep(url: string, answer: ClientAnswer): void;
}

const mostCookies = 20;
const longestCookie = 4_096;

/** The session that was given for a URL's origin, else the one that the site itself starts. */
export function visitorSession(url: string, given: HeaderList): VisitorSession {
  const home = new URL(url);
  let cookieOrigin: string | null = null;
  let cookies = "";
  return {
    sent: (request) => {
      if (given.length === 0 && cookies === "") return request;
      const { host, origin, protocol } = new URL(request.url);
      // On from http to https it goes along, and never back: on http everybody on the way reads it.
      const isHome = host === home.host && (protocol === "https:" || protocol === home.protocol);
      const own: Header[] = isHome ? [...given] : [];
      // Someone's own session is not mixed with a new one.
      if (origin === cookieOrigin && cookies !== "" && !containsHeader(own, "cookie")) own.push(["Cookie", cookies]);
      return own.length === 0 ? request : { ...request, headers: [...request.headers, ...own] };
    },
    keep: (from, answer) => {
      if (isFailure(answer)) return;
      cookieOrigin = new URL(from).origin;
      cookies = getHeaderValues(answer.headers, "set-cookie")
        .map((cookie) => (cookie.split(";", 1)[0] ?? "").trim())
        .filter((pair) => pair.includes("=") && pair.length <= longestCookie)
        .slice(0, mostCookies)
        .join("; ");
    },
  };
}
