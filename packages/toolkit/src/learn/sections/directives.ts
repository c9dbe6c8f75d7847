import { example, type Part, type Section, text } from "../section.ts";

const grant = "HTTP/1.1 200 OK\nAccess-Control-Allow-Origin: https://app.example\nVary: Origin";
const preflight = "HTTP/1.1 204 No Content\nAccess-Control-Allow-Origin: https://app.example";
const credentialed = "\nAccess-Control-Allow-Credentials: true";

const allowOrigin: Part = {
  id: "access-control-allow-origin",
  title: "Access-Control-Allow-Origin",
  blocks: [
    text(`
Who may read. On **every** answer: to the preflight, to the request, on errors and on redirects.

\`\`\`
Access-Control-Allow-Origin: https://app.example
Access-Control-Allow-Origin: *
Access-Control-Allow-Origin: null
\`\`\`

One origin, or \`*\`. No list, no pattern, no path, no second header. \`null\` is what sandboxed frames of *any* site send: never
allow it. A server that answers several origins sends \`Vary: Origin\` with each answer, also when it allows nobody.
With credentials, \`*\` does not count.
    `),
    example({
      id: "acao-works",
      title: "Works",
      says: "The origin that asked, as it asked.",
      exchange: { answer: grant },
      gives: "read",
    }),
    example({
      id: "acao-list",
      title: "Looks right: a list",
      says: "Two origins in one header are no origin.",
      exchange: { answer: "HTTP/1.1 200 OK\nAccess-Control-Allow-Origin: https://app.example, https://www.example" },
      gives: "acao-multiple",
    }),
    example({
      id: "acao-pattern",
      title: "Looks right: a pattern",
      says: "Browsers know no wildcard but the single *.",
      exchange: {
        origin: "https://app.site.example",
        answer: "HTTP/1.1 200 OK\nAccess-Control-Allow-Origin: https://*.site.example",
      },
      gives: "acao-mismatch",
    }),
    example({
      id: "acao-port",
      title: "Looks right: the default port",
      says: "A browser never writes :443 in an https origin.",
      exchange: { answer: "HTTP/1.1 200 OK\nAccess-Control-Allow-Origin: https://app.example:443" },
      gives: "acao-mismatch",
    }),
  ],
};

const allowCredentials: Part = {
  id: "access-control-allow-credentials",
  title: "Access-Control-Allow-Credentials",
  blocks: [
    text(`
Whether pages may read what was asked with cookies, HTTP authentication or client certificates.

\`\`\`
Access-Control-Allow-Credentials: true
\`\`\`

\`true\` in lower case is the only value. To say no, leave it out: \`false\` means nothing. With it, \`*\` in **any** of the other
headers stands for a header or method named "*", and nothing else. Allow it only to origins to which you would show the visitor's data.
    `),
    example({
      id: "acac-works",
      title: "Works",
      says: "true, and the origin by name.",
      exchange: { credentials: "include", answer: grant + credentialed },
      gives: "read",
    }),
    example({
      id: "acac-upper-case",
      title: "Looks right: True",
      says: "As some languages print a boolean. Case counts.",
      exchange: { credentials: "include", answer: `${grant}\nAccess-Control-Allow-Credentials: True` },
      gives: "acac-not-true",
    }),
    example({
      id: "acac-star",
      title: "Looks right: * and true",
      says: "The pair that many snippets show. No browser lets it through.",
      exchange: {
        credentials: "include",
        answer: `HTTP/1.1 200 OK\nAccess-Control-Allow-Origin: *${credentialed}`,
      },
      gives: "acao-star-with-credentials",
    }),
  ],
};

const allowMethods: Part = {
  id: "access-control-allow-methods",
  title: "Access-Control-Allow-Methods",
  blocks: [
    text(`
Which methods may be sent, in the **answer to the preflight** and nowhere else.

\`\`\`
Access-Control-Allow-Methods: PUT, PATCH, DELETE
\`\`\`

Separated by commas, in upper case. GET, HEAD and POST need no listing. \`*\` stands for all, without credentials.
    `),
    example({
      id: "acam-works",
      title: "Works",
      says: "DELETE is on the list.",
      exchange: {
        method: "DELETE",
        preflight: `${preflight}\nAccess-Control-Allow-Methods: PUT, DELETE`,
        answer: grant,
      },
      gives: "read",
    }),
    example({
      id: "acam-star-credentials",
      title: "Looks right: * with credentials",
      says: "With credentials, * is a method of that name.",
      exchange: {
        method: "DELETE",
        credentials: "include",
        preflight: `${preflight}${credentialed}\nAccess-Control-Allow-Methods: *`,
        answer: grant + credentialed,
      },
      gives: "preflight-method",
    }),
    example({
      id: "acam-lower-case",
      title: "Looks right: delete",
      says: "Methods are compared with their case, and the browser asks for DELETE.",
      exchange: { method: "DELETE", preflight: `${preflight}\nAccess-Control-Allow-Methods: delete`, answer: grant },
      gives: "preflight-method",
    }),
  ],
};

const allowHeaders: Part = {
  id: "access-control-allow-headers",
  title: "Access-Control-Allow-Headers",
  blocks: [
    text(`
Which request headers may be sent, in the **answer to the preflight** and nowhere else.

\`\`\`
Access-Control-Allow-Headers: Content-Type, Authorization, X-CSRF-Token
\`\`\`

Case does not count. \`*\` stands for all without credentials, **but never for \`Authorization\`** by the standard: name it. \`Content-Type\` must be listed for
JSON. \`Origin\`, \`Accept-Encoding\`, \`Cookie\` and the like are the browser's own: listing them means nothing.
    `),
    example({
      id: "acah-works",
      title: "Works",
      says: "JSON with a token: both headers are listed.",
      exchange: {
        method: "POST",
        headers: "Content-Type: application/json\nAuthorization: Bearer abc",
        preflight: `${preflight}\nAccess-Control-Allow-Headers: content-type, authorization`,
        answer: grant,
      },
      gives: "read",
    }),
    example({
      id: "acah-star-authorization",
      title: "Looks right: * for Authorization",
      says: "The standard leaves Authorization out of *. Chromium, Firefox and WebKit let it through as yet, and Chromium and Firefox warn that they will not for ever.",
      exchange: {
        headers: "Authorization: Bearer abc",
        preflight: `${preflight}\nAccess-Control-Allow-Headers: *`,
        answer: grant,
      },
      gives: "preflight-header",
      differsIn: ["chromium", "firefox", "webkit"],
    }),
    example({
      id: "acah-on-response",
      title: "Looks right: on the request's answer",
      says: "The list stands on the answer to the POST, and the preflight has none.",
      exchange: {
        method: "POST",
        headers: "Content-Type: application/json",
        preflight,
        answer: `${grant}\nAccess-Control-Allow-Headers: Content-Type`,
      },
      gives: "preflight-header",
    }),
  ],
};

const exposeHeaders: Part = {
  id: "access-control-expose-headers",
  title: "Access-Control-Expose-Headers",
  blocks: [
    text(`
Which response headers the page's script may see, on the **answer to the request**.

\`\`\`
Access-Control-Expose-Headers: ETag, X-Total-Count
\`\`\`

Without it a script sees seven: Cache-Control, Content-Language, Content-Length, Content-Type, Expires, Last-Modified and Pragma.
\`*\` stands for all, without credentials. \`Set-Cookie\` is never shown. A missing name raises no error: \`get()\` is \`null\`.
    `),
    example({
      id: "aceh-works",
      title: "Works",
      says: "ETag is named, and seen.",
      exchange: { answer: `${grant}\nETag: "a1"\nAccess-Control-Expose-Headers: ETag` },
      gives: "read",
    }),
    example({
      id: "aceh-quotes",
      title: "Looks right: quotes",
      says: '"ETag" is no header name, so the whole list exposes nothing.',
      exchange: { answer: `${grant}\nETag: "a1"\nAccess-Control-Expose-Headers: "ETag"` },
      gives: "read",
    }),
  ],
};

const maxAge: Part = {
  id: "access-control-max-age",
  title: "Access-Control-Max-Age",
  blocks: [
    text(`
For how many seconds the browser may keep a preflight's answer, in the **answer to the preflight**.

\`\`\`
Access-Control-Max-Age: 7200
\`\`\`

5 seconds if absent. A whole number; browsers cut it: [the caps](/learn/preflight-cost). \`0\` turns keeping off, which is useful while you change the policy.
    `),
    example({
      id: "acma-works",
      title: "Works",
      says: "For two hours the same request goes out without being asked for again.",
      exchange: {
        method: "PUT",
        preflight: `${preflight}\nAccess-Control-Allow-Methods: PUT\nAccess-Control-Max-Age: 7200`,
        answer: grant,
      },
      gives: "read",
    }),
    example({
      id: "acma-unit",
      title: "Looks right: 2h",
      says: "It works, and is kept for 5 seconds: 2h is no number.",
      exchange: {
        method: "PUT",
        preflight: `${preflight}\nAccess-Control-Allow-Methods: PUT\nAccess-Control-Max-Age: 2h`,
        answer: grant,
      },
      gives: "read",
    }),
  ],
};

export const directives: Section = {
  id: "directives",
  title: "The six response headers",
  lead: "Each with its syntax, an example that works, and one that looks right and does not.",
  parts: [
    allowOrigin,
    allowCredentials,
    allowMethods,
    allowHeaders,
    exposeHeaders,
    maxAge,
    {
      id: "credentials-rules",
      title: "The rules for credentials, in one place",
      blocks: [
        text(`
| header | without credentials | with credentials |
|---|---|---|
| Access-Control-Allow-Origin | the origin, or \`*\` | the origin |
| Access-Control-Allow-Credentials | not looked at | \`true\` |
| Access-Control-Allow-Methods | names, or \`*\` | names |
| Access-Control-Allow-Headers | names, or \`*\` (not for Authorization) | names |
| Access-Control-Expose-Headers | names, or \`*\` | names |

"With credentials" is what the *page* asked for, whether or not there was a cookie to send.
        `),
      ],
    },
  ],
  next: {
    kind: "command",
    says: "Write the six once, in a policy, and have every mistake in it told.",
    command: "npx crosscheck check crosscheck.policy.yaml",
  },
};
