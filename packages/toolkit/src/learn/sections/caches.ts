import { example, type Section, text } from "../section.ts";

export const caches: Section = {
  id: "caches",
  title: "Caches and CDNs",
  lead: "An answer that names an origin is for that origin alone. Vary: Origin tells it to every cache on the way.",
  parts: [
    {
      id: "vary",
      title: "Vary: Origin",
      blocks: [
        text(`
A cache keeps one answer for a URL, unless \`Vary\` says on which request headers it depends. If the answer depends on \`Origin\`, \`Vary: Origin\` belongs on **every** answer of that URL:
to the origins that are allowed, to the others, and **to requests without \`Origin\`**, since an \`<img>\` or a direct visit fills the same cache.
        `),
        example({
          id: "vary-missing-stored",
          title: "Stored for an <img>, used for fetch",
          says: "The stored answer has no CORS header, and no Vary that would keep it from being used.",
          exchange: {
            url: "https://cdn.example/logo.png",
            stored: "HTTP/1.1 200 OK\nContent-Type: image/png\nCache-Control: max-age=86400",
            answer: "HTTP/1.1 200 OK\nAccess-Control-Allow-Origin: https://app.example\nVary: Origin",
          },
          gives: "acao-missing",
        }),
        example({
          id: "vary-present-stored",
          title: "The same with Vary: Origin",
          says: "The stored answer is for another Origin: the browser asks anew.",
          exchange: {
            url: "https://cdn.example/logo.png",
            stored: "HTTP/1.1 200 OK\nContent-Type: image/png\nCache-Control: max-age=86400\nVary: Origin",
            answer: "HTTP/1.1 200 OK\nAccess-Control-Allow-Origin: https://app.example\nVary: Origin",
          },
          gives: "read",
        }),
      ],
    },
    {
      id: "star",
      title: "* needs none",
      blocks: [
        text(`
An answer that is \`Access-Control-Allow-Origin: *\` for everybody is the same for everybody. Send it always, also without \`Origin\`, and leave \`Vary: Origin\` out: one copy serves all.
For public files on a CDN this is the best there is.
        `),
        example({
          id: "star-stored",
          title: "* from the cache",
          says: "Whoever it was stored for, it is right for this page, too.",
          exchange: {
            stored: "HTTP/1.1 200 OK\nAccess-Control-Allow-Origin: *\nCache-Control: max-age=86400",
            answer: "HTTP/1.1 200 OK\nAccess-Control-Allow-Origin: *",
          },
          gives: "read",
        }),
      ],
    },
    {
      id: "cdn",
      title: "CDNs and their keys",
      blocks: [
        text(`
- Many CDNs ignore \`Vary\` other than \`Accept-Encoding\`. There \`Origin\` has to be made a part of the **cache key**, or of what is forwarded to your server, in the CDN's own settings.
- With some hundred origins a key on the raw \`Origin\` fills the cache with copies, and anybody can add more by making origins up. Map it first: listed origin, or none.
- Preflights are not cached by shared caches. Answer them at the edge if the CDN can.
- Never let a cache keep an answer with credentials.
        `),
      ],
    },
  ],
  next: {
    kind: "command",
    says: "The scan asks with and without Origin, and says where Vary is missing.",
    command: "npx crosscheck scan https://cdn.example.com/logo.png",
  },
};
