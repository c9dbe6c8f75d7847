import { example, type Section, text } from "../section.ts";

export const whatCorsIs: Section = {
  id: "what-cors-is",
  title: "What CORS is, and what it is not",
  lead: "CORS lets a server open to chosen websites what the same-origin policy keeps shut. It protects the visitor's data, and not the server.",
  parts: [
    {
      id: "the-same-origin-policy",
      title: "First there is the same-origin policy",
      blocks: [
        text(`
Your browser is signed in to your bank, your mail and your company's wiki, and it runs the scripts of every website you open.
What keeps a script of one site from reading your mail at another is the **same-origin policy**: a page may send requests
almost anywhere, and may *read* answers only from its own origin.

An **origin** is scheme, host and port: \`https://app.example\` and \`https://api.example\` are two, and so are
\`http://app.example\` and \`https://app.example\`, and \`https://app.example\` and \`https://app.example:8443\`.
        `),
        example({
          id: "same-origin",
          title: "The page's own origin",
          says: "Nothing has to be allowed: the page reads its own server's answers.",
          exchange: { origin: "https://app.example", url: "https://app.example/items", answer: "HTTP/1.1 200 OK" },
          gives: "read",
        }),
        example({
          id: "cross-origin-without-cors",
          title: "Another origin that says nothing",
          says: "The request arrives, the server answers, and the browser withholds the answer from the page.",
          exchange: { answer: "HTTP/1.1 200 OK\nContent-Type: application/json" },
          gives: "acao-missing",
        }),
      ],
    },
    {
      id: "relaxes",
      title: "CORS relaxes it",
      blocks: [
        text(`
**Cross-Origin Resource Sharing** is how a server says "this website may read my answer too". It says so with response
headers, above all \`Access-Control-Allow-Origin\`. A site that sends none of them is as closed as it can be: it needs no
CORS to be safe.
        `),
        example({
          id: "cross-origin-shared",
          title: "The server shares its answer",
          says: "One header, and the page at that origin reads the answer. Pages elsewhere still do not.",
          exchange: { answer: "HTTP/1.1 200 OK\nAccess-Control-Allow-Origin: https://app.example\nVary: Origin" },
          gives: "read",
        }),
      ],
    },
    {
      id: "is-not",
      title: "What it is not",
      blocks: [
        text(`
The commonest error about CORS is to take it for a wall around the server.

- **It does not stop requests from arriving.** In the example that was blocked above the server had answered already. A form on any
  page can post to any server, with the visitor's cookies where SameSite lets them go: that is *cross-site request forgery*, and CORS does not prevent it. Tokens and
  SameSite cookies do.
- **It does not authenticate anybody.** \`Origin\` is set by browsers; every other client writes there what it likes. An API that
  answers curl answers everybody.
- **It is no defence of the server at all.** The browser enforces it, on behalf of its user. What it protects is the data
  that the *visitor* may see and a foreign page may not.
- **It does not say which sites may be contacted from a page.** That is Content Security Policy: [CORS and CSP](/learn/cors-and-csp).

Two things follow. Turning CORS "on" never makes a site safer, only wider open; and an authorisation check belongs in the application,
whatever the headers say.
        `),
        example({
          id: "form-post-arrives",
          title: "A blocked request that did its work",
          says: "A POST as a form makes it needs no preflight. The order is placed; only the answer is withheld.",
          exchange: {
            origin: "https://attacker.example",
            method: "POST",
            url: "https://shop.example/orders",
            headers: "Content-Type: application/x-www-form-urlencoded",
            credentials: "include",
            answer: "HTTP/1.1 201 Created",
          },
          gives: "acao-missing",
        }),
      ],
    },
  ],
  next: { kind: "page", says: "See whether your site has CORS at all.", path: "/", label: "Scan your site" },
};
