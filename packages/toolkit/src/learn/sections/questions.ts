import { type Section, text } from "../section.ts";

export const questions: Section = {
  id: "questions",
  title: "Eight questions",
  lead: "The ones that are asked most, answered.",
  parts: [
    {
      id: "is-it-on",
      title: "How do I know whether CORS is enabled on my site?",
      blocks: [
        text(`
Scan it: the first sentence of the result says so. Or ask as a foreign page would, and look for \`Access-Control-Allow-Origin\`:

\`\`\`sh
curl -i https://example.com/ -H "Origin: https://attacker.example"
\`\`\`

No such header does not prove that there is none: a list of origins answers only those on it.
        `),
      ],
    },
    {
      id: "should-i-enable-it",
      title: "Should I enable CORS to make my site safer?",
      blocks: [
        text(`
No. Without it, foreign pages read nothing. Enable it where another origin *needs* to read, for that origin and that path, and nowhere else.
        `),
      ],
    },
    {
      id: "is-star-dangerous",
      title: "Is Access-Control-Allow-Origin: * dangerous?",
      blocks: [
        text(`
For what anybody may fetch anyway, it is the right answer: it never goes with cookies. It is dangerous on a private network, and for an API that knows its users by
their address rather than by a login. Reflecting the caller's origin *with credentials* is what is dangerous everywhere.
        `),
      ],
    },
    {
      id: "does-it-stop-csrf",
      title: "Does CORS protect me from cross-site request forgery?",
      blocks: [
        text(`
No. A form can post without any preflight, and the request arrives whether or not its answer can be read. Use SameSite cookies, and tokens.
        `),
      ],
    },
    {
      id: "works-in-curl",
      title: "Why does it work in curl and Postman, and not in the browser?",
      blocks: [
        text(`
Those are no browsers: they have no pages of different owners to keep apart, and check nothing. Test with something that does:

\`\`\`ts
import { page } from "@crosscheck/cors/test";

const error = await page("https://app.example").fetch("https://api.example/items").catch((reason) => reason);
\`\`\`
        `),
      ],
    },
    {
      id: "fix-on-the-client",
      title: "Can I fix a CORS error in the front end?",
      blocks: [
        text(`
No. \`mode: "no-cors"\` gives an answer that cannot be read, and headers such as \`Access-Control-Allow-Origin\` in the *request* only make a preflight necessary. The
server that is asked has to allow it. If it is not yours, ask from your own server.
        `),
      ],
    },
    {
      id: "csp-or-cors",
      title: "What is the difference between CORS and CSP?",
      blocks: [
        text(`
CORS is the answering server's word on who may read. CSP is the page's word on what it may load and where it may connect. [Side by side](/learn/cors-and-csp).
        `),
      ],
    },
    {
      id: "several-origins",
      title: "How do I allow several origins?",
      blocks: [
        text(`
Not in the header, which has one. Keep the list on the server, compare the whole \`Origin\` with it, answer with the one that asked, and send \`Vary: Origin\` always:

\`\`\`yaml
rules:
  - id: api
    path: /api/*
    allowOrigins: [https://app.example.com, https://admin.example.com]
\`\`\`
        `),
      ],
    },
  ],
  next: {
    kind: "page",
    says: "Not among them? Paste what your browser says, and what your server sends.",
    path: "/learn/stepper",
    label: "Open the stepper",
  },
};
