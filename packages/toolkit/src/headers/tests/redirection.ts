import { getHeader, type HttpResponse, isResponse } from "@crosscheck/cors/http";
import { isRedirectStatus } from "../../checks/redirect-status.ts";
import { defineHeaderTest, failed, type HeaderResult, type HeaderTest, notApplicable, passed } from "../header-test.ts";

export const redirection: HeaderTest = defineHeaderTest({
  id: "redirection",
  title: "Redirection to https",
  why: "A visitor who types the bare name asks over http first. The first answer should send him to https on the same host, before anything is shown.",
  fix: {
    general: "Answer everything over http with a redirect to the same address over https.",
    nginx: "server { listen 80; server_name example.com; return 301 https://$host$request_uri; }",
    apache: "RewriteEngine On\nRewriteCond %{HTTPS} !=on\nRewriteRule ^ https://%{HTTP_HOST}%{REQUEST_URI} [R=301,L]",
    iis: '<rule name="https" stopProcessing="true"><match url=".*" /><conditions><add input="{HTTPS}" pattern="off" /></conditions><action type="Redirect" url="https://{HTTP_HOST}{REQUEST_URI}" redirectType="Permanent" /></rule>',
    express:
      'app.use((request, response, next) => request.secure ? next() : response.redirect(301, "https://" + request.hostname + request.originalUrl));',
  },
  spec: "https://www.rfc-editor.org/rfc/rfc6797#section-7.2",
  run: ({ url, hops, overHttp }) => {
    const urls = [...hops.map(({ request }) => request.url), url].map((each) => new URL(each));
    const [first, second] = urls;
    if (first?.protocol === "https:") {
      if (urls.some(({ protocol }) => protocol === "http:")) return failed("A redirect leads from https back to http.");
      if (overHttp === null) return notApplicable("The site was asked over https at once.");
      const { request, response } = overHttp;
      if (!isResponse(response)) return passed("Nothing is answered over http.");
      return judge(new URL(request.url), locationUrl(response, request.url));
    }
    if (first === undefined || urls.at(-1)?.protocol !== "https:") return judge(first ?? new URL(url), null);
    return judge(first, second ?? null);
  },
  examples: [
    { title: "asked over https", verdict: "not-applicable", headers: [] },
    { title: "http alone", verdict: "failed", url: "http://shop.example/", headers: [] },
    { title: "to https at once", verdict: "passed", headers: [], hops: [hop("http://shop.example/")] },
    {
      title: "to another host first",
      verdict: "failed",
      url: "https://www.shop.example/",
      headers: [],
      hops: [hop("http://shop.example/")],
    },
    {
      title: "late",
      verdict: "failed",
      headers: [],
      hops: [hop("http://shop.example/"), hop("http://shop.example/start")],
    },
    {
      title: "asked over https, and http leads there",
      verdict: "passed",
      headers: [],
      overHttp: redirectTo("https://shop.example/"),
    },
    {
      title: "asked over https, and http leads to another host",
      verdict: "failed",
      headers: [],
      overHttp: redirectTo("https://www.shop.example/"),
    },
    {
      title: "asked over https, and http stays there",
      verdict: "failed",
      headers: [],
      overHttp: redirectTo("/start"),
    },
    {
      title: "asked over https, and http answers itself",
      verdict: "failed",
      headers: [],
      overHttp: { ...hop("http://shop.example/"), response: { status: 200, headers: [] } },
    },
    {
      title: "asked over https, and http is not there",
      verdict: "passed",
      headers: [],
      overHttp: { ...hop("http://shop.example/"), response: { kind: "failed", why: "Nothing listens." } },
    },
    {
      title: "back to http",
      verdict: "failed",
      url: "http://shop.example/",
      headers: [],
      hops: [hop("https://shop.example/")],
    },
  ],
});

/** @param next where the first answer over http leads, or null */
function judge(first: URL, next: URL | null): HeaderResult {
  if (next === null) return failed("The site answers over http and does not lead to https.");
  if (next.protocol !== "https:")
    return failed("The first redirect stays on http: what comes after it can be changed on the way.");
  if (next.hostname !== first.hostname)
    return failed("The first redirect leads to another host: Strict-Transport-Security is never seen for this one.");
  return passed("The first answer over http leads to https on the same host.");
}

function locationUrl({ status, headers }: HttpResponse, from: string): URL | null {
  const location = getHeader(headers, "location");
  return location === null || !isRedirectStatus(status) ? null : URL.parse(location, from);
}

function hop(url: string): NonNullable<HeaderTest["examples"][number]["hops"]>[number] {
  return { request: { method: "GET", url, headers: [] }, response: { status: 301, headers: [] } };
}

function redirectTo(location: string): NonNullable<HeaderTest["examples"][number]["overHttp"]> {
  return { ...hop("http://shop.example/"), response: { status: 308, headers: [["Location", location]] } };
}
