import { defineHeaderTest, failed, type HeaderTest, inconclusive, notApplicable, passed } from "../header-test.ts";

export const subresourceIntegrity: HeaderTest = defineHeaderTest({
  id: "subresource-integrity",
  title: "Subresource Integrity",
  why: "A script from another site runs with this page's rights. With an integrity attribute the browser runs it only if it is, byte for byte, the one that the author saw.",
  fix: {
    general:
      "Give scripts and style sheets from other sites an integrity attribute and crossorigin, or serve them yourself.",
    nginx: '<script src="https://cdn.example/lib.js" integrity="sha384-…" crossorigin="anonymous"></script>',
    apache: '<script src="https://cdn.example/lib.js" integrity="sha384-…" crossorigin="anonymous"></script>',
    iis: '<script src="https://cdn.example/lib.js" integrity="sha384-…" crossorigin="anonymous"></script>',
    express: "openssl dgst -sha384 -binary lib.js | openssl base64 -A   # after sha384-",
  },
  spec: "https://w3c.github.io/webappsec-subresource-integrity/#the-integrity-attribute",
  run: ({ url, page, registrableDomain }) => {
    if (page === null) return notApplicable("The answer is no HTML page: it loads nothing.");
    if (!page.read) return inconclusive("The page could not be read, so what it loads is not known.");
    const own = new URL(url);
    const foreign = page.resources.flatMap((resource) => {
      const address = URL.parse(resource.src, url);
      if (address === null || !/^https?:$/.test(address.protocol)) return [];
      const { hostname } = address;
      const ours =
        hostname === own.hostname ||
        (registrableDomain !== null && (hostname === registrableDomain || hostname.endsWith(`.${registrableDomain}`)));
      return ours ? [] : [{ ...resource, address }];
    });
    const open = foreign.find(({ address }) => own.protocol === "https:" && address.protocol === "http:");
    if (open !== undefined)
      return failed(
        `A ${open.kind} comes over http from ${open.address.hostname}: browsers refuse it, and others change it on the way.`,
      );
    const [bare] = foreign.filter(({ kind, integrity }) => kind === "script" && !integrity);
    if (bare !== undefined)
      return failed(
        `A script from ${bare.address.hostname} has no integrity attribute: whoever changes it there runs in this page.`,
      );
    return passed(
      foreign.length === 0
        ? "The page loads no script from another site, as far as it was read."
        : "Scripts from other sites are pinned by their integrity.",
    );
  },
  examples: [
    {
      title: "its own scripts",
      verdict: "passed",
      headers: [],
      html: '<script src="/app.js"></script><script src="https://static.shop.example/a.js"></script>',
    },
    {
      title: "a pinned one from elsewhere",
      verdict: "passed",
      headers: [],
      html: '<script src="https://cdn.example/lib.js" integrity="sha384-abc" crossorigin></script>',
    },
    {
      title: "one from elsewhere",
      verdict: "failed",
      headers: [],
      html: '<script src="https://cdn.example/lib.js"></script>',
    },
    {
      title: "over http",
      verdict: "failed",
      headers: [],
      html: '<link rel=stylesheet href="http://cdn.example/a.css">',
    },
    {
      title: "in a comment",
      verdict: "passed",
      headers: [],
      html: '<!-- <script src="https://cdn.example/lib.js"></script> -->',
    },
    { title: "a page that was not read", verdict: "inconclusive", headers: [], html: null },
    { title: "no page", verdict: "not-applicable", headers: [] },
  ],
});
