import type { HeaderList } from "../../packages/cors/src/http/header-list.ts";
import { drawRows } from "./drawn-scenarios.ts";
import type { Scenario, ScenarioAnswers } from "./scenario.ts";
import { allow, answer, credentialed, json, listed, nginx, type Row, scenarioOf, star, to } from "./scenario-parts.ts";

const ok = answer(200, json, credentialed);

const getA = "return read(url('a'));";
const putA = "return read(url('a'), { method: 'PUT', body: 'x' });";
const jsonA = "return read(url('a'), { method: 'POST', headers: { 'Content-Type': 'application/json' }, body: '{}' });";
const authA = "return read(url('a'), { headers: { Authorization: 'Bearer abc' } });";
const tokenA = "return read(url('a'), { headers: { 'X-Token': '1' } });";
const withCookie = "document.cookie = 'sid=1'; await wait(100); return read(url('a'), { credentials: 'include' });";

// biome-ignore format: one scenario per line
const rows: readonly Row[] = [
  ["origin-not-listed", getA, { actual: answer(200, json, [["Access-Control-Allow-Origin", "https://www.example.com"]]) }],
  ["origin-not-listed", getA, { actual: answer(200, json, [["Vary", "Origin"]]) }],
  ["origin-not-listed", getA, { actual: answer(200, json, [["Access-Control-Allow-Origin", "{page}/"]]) }],
  ["origin-not-listed", getA, { actual: answer(200, json, [["Access-Control-Allow-Origin", "https://127.0.0.1"], ["Vary", "Origin"]]) }],
  ["origin-not-listed", putA, { preflight: answer(204, [["Vary", "Origin"]], allow("Methods", "PUT")), actual: ok }],
  ["origin-not-listed", jsonA, { preflight: answer(204, [["Access-Control-Allow-Origin", "https://www.example.com"]], allow("Headers", "content-type")), actual: ok }],
  ["origin-not-listed", withCookie, { actual: answer(200, json, [["Access-Control-Allow-Origin", "https://www.example.com"], ["Access-Control-Allow-Credentials", "true"], ["Vary", "Origin"]]) }],
  ["origin-not-listed", tokenA, { preflight: answer(403, [["Vary", "Origin, Access-Control-Request-Method, Access-Control-Request-Headers"]]), actual: ok }],
  ["origin-not-listed", getA, { actual: answer(200, json, [["Access-Control-Allow-Origin", "example.com"]]) }],

  ["preflight-needs-login", authA, { preflight: answer(401, [["WWW-Authenticate", "Bearer"]]), actual: ok }],
  ["preflight-needs-login", putA, { preflight: answer(401, json), actual: ok }],
  ["preflight-needs-login", jsonA, { preflight: answer(403, nginx), actual: ok }],
  ["preflight-needs-login", authA, { preflight: answer(401, listed, allow("Headers", "authorization")), actual: ok }],
  ["preflight-needs-login", tokenA, { preflight: answer(403, star, allow("Headers", "x-token")), actual: ok }],

  ["error-without-cors", getA, { actual: answer(500, nginx) }],
  ["error-without-cors", getA, { actual: answer(502, nginx) }],
  ["error-without-cors", getA, { actual: answer(404, json) }],
  ["error-without-cors", getA, { actual: answer(503, [["Server", "cloudflare"], ["CF-Ray", "8a1"]]) }],
  ["error-without-cors", jsonA, { preflight: answer(204, listed, allow("Headers", "content-type")), actual: answer(500, json) }],
  ["error-without-cors", withCookie, { actual: answer(401, json) }],
  ["error-without-cors", "return xhr('POST', url('a'), { body: 'x'.repeat(900) });", { actual: answer(413, nginx) }],
  ["error-without-cors", putA, { preflight: answer(204, listed, allow("Methods", "PUT")), actual: answer(429, json) }],

  ["doubled-layer", getA, { actual: answer(200, json, listed, listed) }],
  ["doubled-layer", getA, { actual: answer(200, json, star, star) }],
  ["doubled-layer", getA, { actual: answer(200, json, star, listed) }],
  ["doubled-layer", getA, { actual: answer(200, json, [["Access-Control-Allow-Origin", "{page}, {page}"]]) }],
  ["doubled-layer", putA, { preflight: answer(204, listed, star, allow("Methods", "PUT")), actual: ok }],
  ["doubled-layer", withCookie, { actual: answer(200, credentialed, credentialed) }],

  ["wildcard-with-credentials", withCookie, { actual: answer(200, json, star) }],
  ["wildcard-with-credentials", withCookie, { actual: answer(200, json, star, [["Access-Control-Allow-Credentials", "true"]]) }],
  ["wildcard-with-credentials", "document.cookie = 'sid=1'; await wait(100); return xhr('GET', url('a'), { credentials: true });", { actual: answer(200, star) }],
  ["wildcard-with-credentials", "document.cookie = 'sid=1'; await wait(100); return read(url('a'), { method: 'PUT', credentials: 'include' });", { preflight: answer(204, star, allow("Methods", "PUT")), actual: answer(200, star) }],

  ["header-not-allowed", tokenA, { preflight: answer(204, star), actual: ok }],
  ["header-not-allowed", tokenA, { preflight: answer(204, listed, allow("Headers", "content-type")), actual: ok }],
  ["header-not-allowed", authA, { preflight: answer(200, listed, allow("Headers", "x-token")), actual: ok }],
  ["header-not-allowed", jsonA, { preflight: answer(200, listed, allow("Methods", "POST")), actual: ok }],
  ["header-not-allowed", "return xhr('POST', url('a'), { headers: { 'Content-Type': 'application/json', 'X-Requested-With': 'XMLHttpRequest' }, body: '{}' });", { preflight: answer(204, listed, allow("Headers", "Content-Type")), actual: ok }],

  ["method-not-allowed", putA, { preflight: answer(204, star, allow("Methods", "GET, POST")), actual: ok }],
  ["method-not-allowed", "return read(url('a'), { method: 'DELETE' });", { preflight: answer(200, listed), actual: ok }],
  ["method-not-allowed", "return read(url('a'), { method: 'patch', body: 'x' });", { preflight: answer(204, listed, allow("Methods", "PATCH")), actual: ok }],
  ["method-not-allowed", "return xhr('DELETE', url('a'));", { preflight: answer(204, listed, allow("Methods", "GET,PUT")), actual: ok }],

  ["preflight-redirected", putA, { preflight: answer(301, to("{tls}/s/a"), nginx), actual: ok }],
  ["preflight-redirected", tokenA, { preflight: answer(302, to("/login"), json), actual: ok }],
  ["preflight-redirected", jsonA, { preflight: answer(308, to("/s/a/")), actual: ok }],
  ["preflight-redirected", authA, { preflight: answer(307, to("{host}/s/a"), listed), actual: ok }],

  ["preflight-not-handled", putA, { preflight: answer(404, json), actual: ok }],
  ["preflight-not-handled", jsonA, { preflight: answer(405, nginx, [["Allow", "GET, POST"]]), actual: ok }],
  ["preflight-not-handled", tokenA, { preflight: answer(200, [["Allow", "GET, HEAD, POST, OPTIONS"]]), actual: ok }],
  ["preflight-not-handled", authA, { preflight: answer(204, []), actual: ok }],
  ["preflight-not-handled", putA, { preflight: answer(405, star), actual: ok }],
  ["preflight-not-handled", tokenA, { preflight: answer(500, json), actual: ok }],
  ["preflight-not-handled", jsonA, { preflight: answer(502, nginx), actual: ok }],

  ["cached-without-vary", "await image(url('a')); await wait(50); return read(url('a'));", { actual: answer(200, [["Content-Type", "image/svg+xml"], ["Cache-Control", "max-age=600"]], listed.slice(0, 1)), withoutOrigin: answer(200, [["Content-Type", "image/svg+xml"], ["Cache-Control", "max-age=600"]]) }],
  ["cached-without-vary", "await read(url('a'), { mode: 'no-cors' }); await wait(50); return read(url('a'));", { actual: answer(200, [["Content-Type", "text/css"], ["Cache-Control", "max-age=600"]], listed.slice(0, 1)), withoutOrigin: answer(200, [["Content-Type", "text/css"], ["Cache-Control", "max-age=600"]]) }],
  ["cached-without-vary", getA, { actual: answer(200, json, [["Access-Control-Allow-Origin", "https://www.example.com"], ["Cache-Control", "public, max-age=600"], ["Age", "42"], ["X-Cache", "HIT"]]) }],
  ["cached-without-vary", getA, { actual: answer(200, json, [["Cache-Control", "public, max-age=600"], ["Age", "311"], ["CF-Cache-Status", "HIT"], ["Server", "cloudflare"]]) }],

  ["redirected-to-null", getA, { actual: answer(302, listed, to("{host}/s/r/b")) }, { answers: { b: { actual: answer(200, json, listed) } } }],
  ["redirected-to-null", getA, { actual: answer(307, star, to("{host}/s/r/b")) }, { answers: { b: { actual: answer(200, nginx) } } }],
  ["redirected-to-null", getA, { actual: answer(301, listed, to("{host}/s/r/b")) }, { answers: { b: { actual: answer(200, json, [["Vary", "Origin"]]) } } }],
  ["redirected-to-null", "document.cookie = 'sid=1'; await wait(100); return read(url('a'), { credentials: 'include' });", { actual: answer(302, credentialed, to("{host}/s/r/b")) }, { answers: { b: { actual: answer(200, json, credentialed) } } }],

  ["works-outside-browsers", getA, { actual: answer(200, json) }],
  ["works-outside-browsers", getA, { actual: answer(200, nginx) }],
  ["works-outside-browsers", "return xhr('GET', url('a'));", { actual: answer(200, json, [["X-Powered-By", "Express"], ["ETag", "W/\"2\""]]) }],
  ["works-outside-browsers", "return read(url('a'), { method: 'POST', body: 'x' });", { actual: answer(201, json) }],

  ["header-not-exposed", "const r = await fetch(url('a')); return r.headers.get('X-Total-Count');", { actual: answer(200, json, listed, [["X-Total-Count", "12"]]) }],
  ["header-not-exposed", "return xhr('GET', url('a'), { read: ['X-Total-Count'] });", { actual: answer(200, json, listed, [["X-Total-Count", "12"]]) }],
  ["header-not-exposed", "const r = await fetch(url('a'), { method: 'POST', body: 'x' }); return r.headers.get('Location');", { actual: answer(201, json, star, to("/items/7"), [["Access-Control-Expose-Headers", "X-Other"]]) }],
  ["header-not-exposed", "return xhr('GET', url('a'), { read: ['Content-Disposition'], credentials: true });", { actual: answer(200, json, credentialed, [["Content-Disposition", "attachment; filename=a.csv"], ["Access-Control-Expose-Headers", "*"]]) }],

  ["local-network-access", getA, { actual: ok }, { pageHeaders: [["Content-Security-Policy", "treat-as-public-address"]] }],
  ["local-network-access", jsonA, { preflight: answer(204, listed, allow("Headers", "content-type")), actual: ok }, { pageHeaders: [["Content-Security-Policy", "treat-as-public-address"]] }],
  ["local-network-access", "return xhr('GET', url('a'));", { actual: answer(200, star) }, { pageHeaders: [["Content-Security-Policy", "treat-as-public-address"]] }],

  ["not-cors", "return read('{dead}/a');", {}],
  ["not-cors", "return read('{nowhere}/a');", {}],
  ["not-cors", "return read('{tls}/a');", {}],
  ["not-cors", getA, { actual: "close" }],
  ["not-cors", "return xhr('GET', '{dead}/a');", {}],
  ["not-cors", getA, { actual: ok }, { pageHeaders: [["Content-Security-Policy", "connect-src 'self'"]] }],
  ["not-cors", getA, { actual: answer(302, listed, to("a")) }],
  ["not-cors", "return read(url('a'), { mode: 'same-origin' });", { actual: ok }],

  ["cookie-not-sent", "await read(url('a')); return read(url('b'));", { actual: answer(200, json, listed, [["Set-Cookie", "sid=1; Path=/; SameSite=None"]]) }, { answers: { b: { actual: answer(401, json, listed), withCookie: ok } } }],
  ["cookie-not-sent", "return read(url('a'));", { actual: answer(401, json, credentialed) }],
  ["cookie-not-sent", "await read(url('a', host), { credentials: 'include' }); return read(url('b', host), { credentials: 'include' });", { actual: answer(200, json, credentialed, [["Set-Cookie", "sid=1; Path=/; Max-Age=2"]]) }, { answers: { b: { actual: answer(401, json, credentialed), withCookie: ok } } }],
  ["cookie-not-sent", "return xhr('GET', url('a', host), { credentials: true });", { actual: answer(401, json, credentialed), withCookie: ok }],
];

/** Calls of one kind: what the browser asks first, and what the recording of a failed one shows. */
interface CallKind {
  readonly name: string;
  readonly call: (more: string) => string;
  readonly allow: HeaderList;
  readonly preflights: boolean;
}

const allowAll = (method: string, headers: string): HeaderList => [
  ...(method === "" ? [] : allow("Methods", method)),
  ...(headers === "" ? [] : allow("Headers", headers)),
];
const fetching = (init: string) => (more: string) => `return read(url('a'), { ${init}${more} });`;

// biome-ignore format: one kind per line
const callKinds: readonly CallKind[] = [
  { name: "get", call: fetching(""), allow: [], preflights: false },
  { name: "post", call: fetching("method: 'POST', body: 'x', "), allow: [], preflights: false },
  { name: "delete", call: fetching("method: 'DELETE', "), allow: allowAll("DELETE", ""), preflights: true },
  { name: "get-headers", call: fetching("headers: { 'X-Api-Version': '2' }, "), allow: allowAll("", "x-api-version"), preflights: true },
  { name: "post-json", call: fetching("method: 'POST', headers: { 'Content-Type': 'application/json' }, body: '{}', "), allow: allowAll("", "content-type"), preflights: true },
  { name: "patch-json", call: fetching("method: 'PATCH', headers: { 'Content-Type': 'application/json' }, body: '{}', "), allow: allowAll("PATCH", "content-type"), preflights: true },
];

const withCredentials = "credentials: 'include'";
const elsewhere: HeaderList = [["Access-Control-Allow-Origin", "https://shop.example"]];
const hit: HeaderList = [
  ["Cache-Control", "public, max-age=60"],
  ["Age", "7"],
  ["X-Cache", "Hit from cloudfront"],
  ["Via", "1.1 cache.example"],
];

/** Every cause that a kind of call can meet. */
function rowsOf({ call, allow: allowed, preflights, name }: CallKind): readonly Row[] {
  const granted = answer(204, listed, allowed);
  const preflight = preflights ? { preflight: granted } : {};
  const get = name.startsWith("get");
  const plain = call("");
  const cookie = `document.cookie = 'sid=1'; await wait(100); ${call(withCredentials)}`;
  const first = (status: number, ...headers: readonly HeaderList[]): ScenarioAnswers => ({
    preflight: answer(status, ...headers),
    actual: ok,
  });
  const rows: Row[] = [
    ["origin-not-listed", plain, { ...preflight, actual: answer(200, json, elsewhere) }],
    ["origin-not-listed", plain, { ...preflight, actual: answer(200, json, [["Vary", "Accept-Encoding, Origin"]]) }],
    ["error-without-cors", plain, { ...preflight, actual: answer(504, nginx) }],
    ["error-without-cors", plain, { ...preflight, actual: answer(400, json) }],
    ["doubled-layer", plain, { ...preflight, actual: answer(200, json, listed, star) }],
    [
      "works-outside-browsers",
      plain,
      {
        ...preflight,
        actual: answer(200, json, [
          ["Vary", "Accept-Encoding"],
          ["Cache-Control", "no-store"],
        ]),
      },
    ],
    [
      "wildcard-with-credentials",
      cookie,
      { preflight: answer(204, credentialed, allowed), actual: answer(200, json, star) },
    ],
    ["not-cors", plain, { ...preflight, actual: "close" }],
  ];
  if (get)
    rows.push(
      ["cached-without-vary", plain, { ...preflight, actual: answer(200, json, elsewhere, hit) }],
      ["cached-without-vary", plain, { ...preflight, actual: answer(200, json, hit) }],
    );
  if (!preflights) return rows;
  rows.push(
    ["origin-not-listed", plain, first(200, elsewhere, allowed)],
    ["origin-not-listed", plain, first(204, [["Vary", "Origin"]])],
    ["preflight-needs-login", plain, first(401, [["WWW-Authenticate", 'Basic realm="x"']], nginx)],
    ["preflight-needs-login", plain, first(403, json)],
    ["preflight-needs-login", plain, first(403, listed, allowed)],
    ["preflight-redirected", plain, first(302, to("https://login.example/"))],
    ["preflight-redirected", plain, first(301, listed, allowed, to("/s/r/b"))],
    ["preflight-not-handled", plain, first(404, nginx)],
    ["preflight-not-handled", plain, first(200, json)],
    ["preflight-not-handled", plain, first(501, listed)],
    ["doubled-layer", plain, first(204, star, star, allowed)],
    ["wildcard-with-credentials", cookie, first(204, star, allowed)],
  );
  const methods = allowed.some(([header]) => header.endsWith("Methods"));
  const headers = allowed.some(([header]) => header.endsWith("Headers"));
  if (methods)
    rows.push([
      "method-not-allowed",
      plain,
      first(
        204,
        listed,
        allowed.filter(([header]) => header.endsWith("Headers")),
        allow("Methods", "GET, HEAD"),
      ),
    ]);
  if (headers)
    rows.push([
      "header-not-allowed",
      plain,
      first(
        204,
        listed,
        allowed.filter(([header]) => header.endsWith("Methods")),
        allow("Headers", "x-other, accept"),
      ),
    ]);
  return rows;
}

/** Written after the code that reads them: a fresh check. */
// biome-ignore format: one scenario per line
const laterRows: readonly Row[] = [
  ...callKinds.flatMap(rowsOf),
  ["redirected-to-null", "return xhr('GET', url('a'));", { actual: answer(308, star, to("{host}/s/r/b")) }, { answers: { b: { actual: answer(200, json) } } }],
  ["redirected-to-null", getA, { actual: answer(303, listed, to("{host}/s/r/b")) }, { answers: { b: { actual: answer(200, json, elsewhere) } } }],
  ["header-not-exposed", "const r = await fetch(url('a'), { credentials: 'include' }); return r.headers.get('X-RateLimit-Remaining');", { actual: answer(200, json, credentialed, [["X-RateLimit-Remaining", "9"], ["Date", "Wed, 25 Nov 2026 20:00:00 GMT"], ["Server", "nginx"]]) }],
  ["header-not-exposed", "return xhr('POST', url('a'), { body: 'x', read: ['ETag'] });", { actual: answer(200, json, star, [["ETag", '"1"']]) }],
  ["header-not-exposed", "const r = await fetch(url('a')); return r.headers.get('Link');", { actual: answer(200, json, listed, [["Link", "</b>; rel=next"], ["Access-Control-Expose-Headers", "X-Request-Id"]]) }],
  ["cookie-not-sent", "return read(url('a'), { method: 'POST', body: 'x' });", { actual: answer(401, json, credentialed, [["WWW-Authenticate", "Session"]]) }],
  ["cookie-not-sent", "return xhr('GET', url('a'));", { actual: answer(403, json, listed) }],
  ["local-network-access", "return read(url('a', host));", { actual: ok }, { pageHeaders: [["Content-Security-Policy", "treat-as-public-address"]] }],
  ["local-network-access", putA, { preflight: answer(204, listed, allow("Methods", "PUT")), actual: ok }, { pageHeaders: [["Content-Security-Policy", "treat-as-public-address"]] }],
  ["not-cors", "return xhr('POST', '{tls}/a', { body: 'x' });", {}],
  ["not-cors", "return read('{nowhere}/a', { method: 'PUT', body: 'x' });", {}],
  ["not-cors", getA, { actual: ok }, { pageHeaders: [["Content-Security-Policy", "default-src 'none'; script-src 'unsafe-inline'"]] }],
  ["cached-without-vary", "await image(url('a')); await wait(50); return read(url('a'));", { actual: answer(200, [["Content-Type", "text/plain"], ["Cache-Control", "max-age=60"]], listed.slice(0, 1)), withoutOrigin: answer(200, [["Content-Type", "text/plain"], ["Cache-Control", "max-age=60"]]) }],
];

/** Every cause, in several forms; the later and the drawn ones were written when the code stood. */
export const scenarios: readonly Scenario[] = [
  ...rows.map(scenarioOf("first")),
  ...laterRows.map(scenarioOf("later")),
  ...drawRows(5_150_977).map(scenarioOf("drawn")),
];
