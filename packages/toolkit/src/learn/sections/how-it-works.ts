import { example, type Section, text } from "../section.ts";

export const howItWorks: Section = {
  id: "how-it-works",
  title: "How it works",
  lead: "The browser says where the page comes from, the server says who may read, and the browser compares the two, byte for byte.",
  parts: [
    {
      id: "the-handshake",
      title: "Two headers",
      blocks: [
        text(`
1. The page calls \`fetch("https://api.example/items")\`. The browser sends the request with \`Origin: https://app.example\`; no
   script can change that header.
2. The server answers as ever, with \`Access-Control-Allow-Origin\`: that origin, or \`*\` for everybody.
3. The browser runs the [CORS check](https://fetch.spec.whatwg.org/#concept-cors-check). If the two are the same, the script gets
   the response; if not, it gets a network error that tells it nothing, and the reason goes to the console.

There are no lists, no patterns and no subdomains in the header. **One origin, or \`*\`.** A server that wants to share with
several compares the request's \`Origin\` with its own list, and answers with the one that asked.
        `),
        example({
          id: "handshake",
          title: "The same, byte for byte",
          says: "The value is the origin that asked.",
          exchange: { answer: "HTTP/1.1 200 OK\nAccess-Control-Allow-Origin: https://app.example\nVary: Origin" },
          gives: "read",
        }),
        example({
          id: "trailing-slash",
          title: "A slash too many",
          says: "https://app.example/ is a URL. The origin is https://app.example, and the two are not the same text.",
          exchange: { answer: "HTTP/1.1 200 OK\nAccess-Control-Allow-Origin: https://app.example/\nVary: Origin" },
          gives: "acao-mismatch",
        }),
      ],
    },
    {
      id: "credentials",
      title: "With cookies, and without",
      blocks: [
        text(`
To another origin, \`fetch\` sends cookies only if the page asks for it with \`credentials: "include"\`
(\`withCredentials\` of XMLHttpRequest). Such a request needs two things of the answer: the page's origin by name, since \`*\` no
longer counts, and \`Access-Control-Allow-Credentials: true\`. And the cookie itself must be one that may travel:
\`SameSite=None; Secure\`, in a browser that sends third-party cookies.

So a public file is shared with \`*\`, and a signed-in user's data with named origins.
        `),
        example({
          id: "credentials-both",
          title: "Credentials, and both headers",
          says: "The origin is named, and credentials are allowed.",
          exchange: {
            credentials: "include",
            answer:
              "HTTP/1.1 200 OK\nAccess-Control-Allow-Origin: https://app.example\nAccess-Control-Allow-Credentials: true\nVary: Origin",
          },
          gives: "read",
        }),
        example({
          id: "credentials-without-acac",
          title: "Credentials, and only the origin",
          says: "The answer is for requests without cookies; this one had them.",
          exchange: {
            credentials: "include",
            answer: "HTTP/1.1 200 OK\nAccess-Control-Allow-Origin: https://app.example\nVary: Origin",
          },
          gives: "acac-not-true",
        }),
      ],
    },
    {
      id: "redirects",
      title: "Redirects",
      blocks: [
        text(`
Every hop is checked, the redirect itself too. When a request goes from one foreign origin to another, the browser no longer
says where it came from: \`Origin: null\` is sent, which no careful server allows. Call the final address.
        `),
        example({
          id: "redirect-without-headers",
          title: "A redirect that carries no header",
          says: "The redirect fails the check before it is followed.",
          exchange: {
            answer: "HTTP/1.1 302 Found\nLocation: /v2/items",
            after: "HTTP/1.1 200 OK\nAccess-Control-Allow-Origin: https://app.example\nVary: Origin",
          },
          gives: "acao-missing",
        }),
      ],
    },
    {
      id: "other-ways",
      title: "Other ways to ask",
      blocks: [
        text(`
\`<img>\`, \`<script>\` and \`<link>\` without \`crossorigin\` are older than CORS: they load from anywhere, without \`Origin\`, and the
page cannot look inside. \`fetch\` with \`mode: "no-cors"\` is the same. **It is no remedy for a CORS error:** the page gets an opaque response with no
status, no headers and no text.
        `),
        example({
          id: "no-cors",
          title: 'mode: "no-cors"',
          says: "No error, and nothing to read.",
          exchange: { mode: "no-cors", answer: "HTTP/1.1 200 OK" },
          gives: "opaque",
        }),
      ],
    },
  ],
  next: {
    kind: "page",
    says: "Change a header, and watch the browser's mind change.",
    path: "/learn/stepper",
    label: "Open the stepper",
  },
};
