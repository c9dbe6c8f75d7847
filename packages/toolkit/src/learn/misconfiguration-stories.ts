/** A class of misconfiguration as something that happens: who, to whom, and the page's origin in it. */
export interface MisconfigurationStory {
  /** The check that finds it. */
  readonly check: string;
  readonly attacker: string;
  readonly victim: string;
  /** The attacking page's origin, for the exchange that shows it; null where it takes more than one request to show. */
  readonly origin: string | null;
  /** What the server at https://shop.example answers to it. */
  readonly answer?: string;
}

const reading = (origin: string): string =>
  `HTTP/1.1 200 OK\nAccess-Control-Allow-Origin: ${origin}\nAccess-Control-Allow-Credentials: true\nVary: Origin`;

/** One for each check that says somebody gains something, the worst first. */
export const misconfigurationStories: readonly MisconfigurationStory[] = [
  {
    check: "reflects-any-origin",
    attacker: "Mallory puts up a page with a competition, and a script that fetches https://shop.example/account.",
    victim:
      "Ada is signed in at the shop, and opens the page. Her browser sends her cookie, the shop answers with Mallory’s own origin, and the script has her name, address and orders.",
    origin: "https://competition.example",
    answer: reading("https://competition.example"),
  },
  {
    check: "trusts-null",
    attacker: "Mallory’s page has a sandboxed frame in it, whose origin is null for every site of the web.",
    victim:
      "Ada opens the page. The frame fetches her account; the shop allows null, since somebody once tested from a file.",
    origin: "null",
    answer: reading("null"),
  },
  {
    check: "suffix-match",
    attacker: "Mallory registers https://myshop.example: it ends like shop.example.",
    victim:
      'The shop’s server asks origin.endsWith("shop.example"), and Ada’s browser shows Mallory’s page her account.',
    origin: "https://myshop.example",
    answer: reading("https://myshop.example"),
  },
  {
    check: "prefix-match",
    attacker: "Mallory owns attacker.example, and gives it the subdomain shop.example.attacker.example.",
    victim:
      'The server compares only the beginning, startsWith("https://shop.example"). Ada follows a link that begins rightly.',
    origin: "https://shop.example.attacker.example",
    answer: reading("https://shop.example.attacker.example"),
  },
  {
    check: "substring-match",
    attacker: "Mallory needs the name anywhere: https://shop.example-sale.example.",
    victim: 'The server asks origin.includes("shop.example"). The rest is as before.',
    origin: "https://shop.example-sale.example",
    answer: reading("https://shop.example-sale.example"),
  },
  {
    check: "unescaped-dot",
    attacker:
      "Mallory reads the regex ^https://www.shop.example$ with the eyes of a machine, and registers wwwxshop.example.",
    victim: "A dot is any character. Ada’s browser cannot know that it was meant as a dot.",
    origin: "https://wwwxshop.example",
    answer: reading("https://wwwxshop.example"),
  },
  {
    check: "special-character",
    attacker: "Mallory uses a character that a browser takes in a name and the pattern’s author did not think of.",
    victim: "Ada’s browser opens https://shop.example_.attacker.example without a word.",
    origin: "https://shop.example_.attacker.example",
    answer: reading("https://shop.example_.attacker.example"),
  },
  {
    check: "local-prefix",
    attacker: "Mallory registers localhost.attacker.example.",
    victim: "The pattern was for developers, ^http://localhost. It is live, and it is met.",
    origin: "http://localhost.attacker.example",
    answer: reading("http://localhost.attacker.example"),
  },
  {
    check: "shared-suffix",
    attacker: "Mallory opens an account at a host for everybody, and has https://mallory.pages.example in a minute.",
    victim: "The shop allows *.pages.example, since its own preview lives there. So do a million others.",
    origin: null,
  },
  {
    check: "developer-playground",
    attacker: "Mallory writes the script into an online playground, and sends the link around.",
    victim: "The shop allows the playground’s origin for a demo of its API. Ada opens the link.",
    origin: null,
  },
  {
    check: "foreign-origin",
    attacker: "Mallory breaks into a partner’s site, or registers its name after the partner is gone.",
    victim: "Ada visits the partner. What she can see at the shop, that page can see, too.",
    origin: "https://partner.example",
    answer: reading("https://partner.example"),
  },
  {
    check: "trusts-insecure-scheme",
    attacker:
      "Mallory runs the café’s wireless network, and answers for http://www.shop.example with a page of her own.",
    victim:
      "Ada opens any http page there. The shop’s https API allows the http origin, and all its encryption has protected nothing.",
    origin: "http://www.shop.example",
    answer: reading("http://www.shop.example"),
  },
  {
    check: "trusts-any-subdomain",
    attacker: "Mallory finds a hole in https://old-blog.shop.example, or takes over a subdomain that points nowhere.",
    victim:
      "One weak page among a hundred is enough, and her cookies go along whatever SameSite says: it is the same site.",
    origin: "https://old-blog.shop.example",
    answer: reading("https://old-blog.shop.example"),
  },
  {
    check: "trusts-any-port",
    attacker: "Mallory reaches another service on the same host: a forgotten admin tool on port 8080.",
    victim: "The shop compares only the host. The tool’s page reads the account.",
    origin: "https://shop.example:8080",
    answer: reading("https://shop.example:8080"),
  },
  {
    check: "trusts-local-origin",
    attacker: "A program on Ada’s machine serves a page on some port of localhost.",
    victim: "The developer’s entry http://localhost:3000 was never taken out.",
    origin: "http://localhost:3000",
    answer: reading("http://localhost:3000"),
  },
  {
    check: "trusts-extensions",
    attacker: "Mallory publishes a browser extension for something harmless, which asks for no permission.",
    victim: "The shop allows every chrome-extension: origin for the sake of its own.",
    origin: "chrome-extension://aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa",
    answer: reading("chrome-extension://aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa"),
  },
  {
    check: "reflects-host",
    attacker: "Mallory sends X-Forwarded-Host: attacker.example through a cache in front of the shop.",
    victim: "The answer that is stored allows Mallory’s origin, and Ada gets it from the cache.",
    origin: null,
  },
  {
    check: "preflight-only",
    attacker: "Mallory’s page sends a PUT with JSON. She needs no answer.",
    victim:
      "The preflight was granted to everybody, so Ada’s browser sends it, with her cookie: her address is another one now.",
    origin: null,
  },
  {
    check: "missing-vary",
    attacker: "Nobody in particular: the first visitor of the day.",
    victim:
      "The cache keeps the answer for one front end, and gives it to the other: Ada sees an error that is gone when anybody looks for it.",
    origin: null,
  },
  {
    check: "reflects-any-origin-anonymously",
    attacker: "Mallory writes a page that asks http://wiki.intranet.example, which has no login: it is inside.",
    victim: "Ada works there, and opens Mallory’s page at her desk. Her browser is inside, too.",
    origin: "https://competition.example",
    answer: "HTTP/1.1 200 OK\nAccess-Control-Allow-Origin: https://competition.example\nVary: Origin",
  },
  {
    check: "public-on-private-host",
    attacker: "Mallory guesses the address of a device at home, http://192.168.1.20.",
    victim: "The device says * to everybody. Chromium asks Ada first; not every browser does.",
    origin: null,
  },
];
