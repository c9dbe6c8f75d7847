import { example, type Section, text } from "../section.ts";

const grant = "HTTP/1.1 200 OK\nAccess-Control-Allow-Origin: https://app.example\nVary: Origin";
const preflight =
  "HTTP/1.1 204 No Content\nAccess-Control-Allow-Origin: https://app.example\nAccess-Control-Allow-Methods: PUT\nAccess-Control-Allow-Headers: Content-Type\nVary: Origin, Access-Control-Request-Method, Access-Control-Request-Headers";

export const simpleAndPreflighted: Section = {
  id: "simple-and-preflighted",
  title: "Simple and preflighted requests",
  lead: "What an HTML form could send goes out at once. For everything else the browser asks first.",
  parts: [
    {
      id: "simple",
      title: "What needs no permission",
      blocks: [
        text(`
A request is sent without asking if **all** of this holds:

- its method is \`GET\`, \`HEAD\` or \`POST\`;
- its headers, apart from those the browser sets itself, are among \`Accept\`, \`Accept-Language\`, \`Content-Language\`, \`Content-Type\` and \`Range\`,
  each with a harmless value: at most 128 bytes, without certain bytes, and \`Range\` one simple range such as \`bytes=0-255\`;
- \`Content-Type\`, if there is one, is \`application/x-www-form-urlencoded\`, \`multipart/form-data\` or \`text/plain\`;
- all these headers together have at most 1,024 bytes of values;
- nobody listens to the upload's progress (XMLHttpRequest), and the body is no stream.

The field calls these "simple requests"; the standard has the
[CORS-safelisted methods](https://fetch.spec.whatwg.org/#cors-safelisted-method) and
[request-headers](https://fetch.spec.whatwg.org/#cors-safelisted-request-header). The list is what HTML forms could always send: asking would protect nobody.
        `),
        example({
          id: "simple-post",
          title: "POST with a form's content type",
          says: "It goes out at once.",
          exchange: { method: "POST", headers: "Content-Type: text/plain", answer: grant },
          gives: "read",
        }),
      ],
    },
    {
      id: "preflighted",
      title: "What needs a preflight",
      blocks: [
        text(`
Everything else: \`PUT\`, \`PATCH\`, \`DELETE\`; JSON (\`Content-Type: application/json\`); \`Authorization\`; any header of your own. The browser first sends
\`OPTIONS\` to the same URL, **without cookies and without your headers**, with \`Origin\`,
\`Access-Control-Request-Method\` and, if there are any, \`Access-Control-Request-Headers\`. It lets the request out if the answer

1. passes the CORS check, with the credentials headers if the request will have credentials;
2. has a status of 200 to 299: a redirect, a 401 or a 404 ends it;
3. lists the method in \`Access-Control-Allow-Methods\` (GET, HEAD and POST need no listing), and
4. lists each header in \`Access-Control-Allow-Headers\`.

Then the request itself follows, and **its answer is checked again**.
        `),
        example({
          id: "preflight-json",
          title: "PUT with JSON, allowed",
          says: "Two exchanges: the question, then the request.",
          exchange: { method: "PUT", headers: "Content-Type: application/json", preflight, answer: grant },
          gives: "read",
        }),
        example({
          id: "preflight-answer-only",
          title: "The headers on the preflight alone",
          says: "It looks complete in the server's configuration, and the request's own answer has no CORS header.",
          exchange: {
            method: "PUT",
            headers: "Content-Type: application/json",
            preflight,
            answer: "HTTP/1.1 200 OK",
          },
          gives: "acao-missing",
        }),
        example({
          id: "patch-lower-case",
          title: "patch is not PATCH",
          says: "get, post, put, delete, head and options are put into upper case for you; patch is not. Methods are compared with their case.",
          exchange: {
            method: "patch",
            preflight: preflight.replace("Methods: PUT", "Methods: PATCH"),
            answer: grant,
          },
          gives: "preflight-method",
        }),
      ],
    },
    {
      id: "login-and-preflight",
      title: "A preflight has no cookies",
      blocks: [
        text(`
Put the CORS layer *before* authentication, routing and redirects. A preflight carries no session and no token; a server that
asks for one refuses every browser and still works in curl.
        `),
        example({
          id: "preflight-401",
          title: "401 to the preflight",
          says: "Even with every header right, a status outside 200 to 299 ends it.",
          exchange: {
            method: "PUT",
            preflight: preflight.replace("204 No Content", "401 Unauthorized"),
            answer: grant,
          },
          gives: "preflight-status",
        }),
      ],
    },
  ],
  next: {
    kind: "command",
    says: "Let the library answer preflights for you.",
    command: "npm install @crosscheck/cors",
  },
};
