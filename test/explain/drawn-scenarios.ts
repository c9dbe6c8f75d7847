import type { HeaderList } from "../../packages/cors/src/http/header-list.ts";
import { type Random, seededRandom } from "../browsers/random.ts";
import type { Answer, ScenarioAnswers } from "./scenario.ts";
import { allow, answer, credentialed, listed, type Row, star, to } from "./scenario-parts.ts";

/** A call of a page: its text, and what a preflight must allow for it; nothing where there is none. */
interface Call {
  readonly script: string;
  readonly allowed: HeaderList;
}

/** Rows as the field has them: addresses, methods, headers, statuses and servers are drawn. */
export function drawRows(seed: number): readonly Row[] {
  const random = seededRandom(seed);
  return [0, 1].flatMap(() => drawRound(random));
}

const paths = [
  "/v2/orders",
  "/users/42/avatar",
  "/graphql",
  "/export.csv?from=2026-01-01&to=2026-02-01",
  "/search?q=a%20b",
  "/r%C3%A9sum%C3%A9.json",
  "/x/",
  "/odata/Items(7)?$top=5",
];
const types = [
  "application/json; charset=utf-8",
  "text/csv",
  "application/xml",
  "application/problem+json",
  "text/plain;charset=UTF-8",
];
const servers: readonly HeaderList[] = [
  [["Server", "Apache/2.4.58 (Debian)"]],
  [
    ["Server", "Microsoft-IIS/10.0"],
    ["X-Powered-By", "ASP.NET"],
  ],
  [["Server", "openresty/1.25.3.1"]],
  [["Server", "Caddy"]],
  [
    ["Server", "gunicorn/21.2.0"],
    ["Connection", "keep-alive"],
  ],
  [
    ["X-Powered-By", "Express"],
    ["ETag", 'W/"1f-abc"'],
  ],
  [
    ["Server", "AmazonS3"],
    ["x-amz-request-id", "9K2"],
  ],
  [
    ["Via", "1.1 varnish"],
    ["Server", "Kestrel"],
  ],
];
const names = ["X-Api-Key", "X-Csrf-Token", "X-Request-Id", "traceparent", "Authorization", "X-Client-Version"];
const methods = ["PUT", "DELETE", "PATCH", "PROPFIND"];
const errors = [400, 404, 405, 408, 409, 413, 415, 422, 429, 500, 501, 502, 503, 504, 520, 530];
const strangers = [
  "http://localhost:3000",
  "https://127.0.0.1:8443",
  "http://127.0.0.1:5173",
  "https://admin.example.org",
  "https://*.example.org",
  "null",
  "127.0.0.1",
  "http://127.0.0.1/*",
  "*.example.org",
];
const hidden = [
  "X-Pagination",
  "X-Page-Count",
  "Content-Disposition",
  "X-RateLimit-Reset",
  "Retry-After",
  "X-Correlation-Id",
  "ETag",
];
const hits: readonly HeaderList[] = [
  [
    ["X-Cache", "TCP_HIT"],
    ["Cache-Control", "public, max-age=900"],
  ],
  [
    ["Cache-Status", '"edge"; hit; ttl=30'],
    ["Cache-Control", "max-age=60"],
  ],
  [
    ["X-Varnish", "32770 3"],
    ["Age", "12"],
    ["Via", "1.1 varnish (Varnish/7.1)"],
  ],
  [
    ["X-Cache", "MISS, HIT"],
    ["X-Cache-Hits", "0, 4"],
  ],
  [
    ["CF-Cache-Status", "HIT"],
    ["Age", "99"],
  ],
  [["X-Proxy-Cache", "HIT"]],
];

function drawRound(random: Random): readonly Row[] {
  const path = (): string => random.pick(paths);
  const server = (): HeaderList => random.pick(servers);
  const type = (): HeaderList => [["Content-Type", random.pick(types)]];
  const good = answer(200, type(), credentialed);
  const plain = (more = ""): Call => {
    const kinds = [
      `return read(url('a') + '${path()}'${more === "" ? "" : `, { ${more} }`});`,
      `return xhr('GET', url('a') + '${path()}'${more === "" ? "" : ", { credentials: true }"});`,
      `return read(url('a') + '${path()}', { method: 'POST', body: new URLSearchParams({ a: 1 }), ${more} });`,
      `return read(url('a') + '${path()}', { headers: { Accept: 'application/vnd.api+json' }, ${more} });`,
    ];
    return { script: random.pick(kinds), allowed: [] };
  };
  const asked = (more = ""): Call => {
    const [name, method] = [random.pick(names), random.pick(methods)];
    const kinds: readonly Call[] = [
      {
        script: `return read(url('a') + '${path()}', { headers: { '${name}': 'v1' }, ${more} });`,
        allowed: allow("Headers", name.toLowerCase()),
      },
      {
        script: `return read(url('a') + '${path()}', { method: '${method}', ${more} });`,
        allowed: allow("Methods", method),
      },
      {
        script: `return xhr('${method}', url('a') + '${path()}', { headers: { '${name}': 'v1' }, credentials: ${more !== ""} });`,
        allowed: [...allow("Methods", `GET, ${method}`), ...allow("Headers", `${name}, Accept`)],
      },
      {
        script: `return read(url('a') + '${path()}', { method: 'POST', headers: { 'Content-Type': 'application/vnd.api+json' }, body: '{}', ${more} });`,
        allowed: allow("Headers", "Content-Type, X-Other"),
      },
    ];
    return random.pick(kinds);
  };
  const passing = ({ allowed }: Call): ScenarioAnswers =>
    allowed.length === 0 ? {} : { preflight: answer(random.pick([200, 204]), listed, allowed) };
  const anyCall = (): Call => (random.chance(0.5) ? plain() : asked());
  const first = (call: Call, status: number, ...headers: readonly HeaderList[]): readonly [string, ScenarioAnswers] => [
    call.script,
    { preflight: answer(status, ...headers), actual: good },
  ];
  const actual = (
    call: Call,
    status: number,
    ...headers: readonly HeaderList[]
  ): readonly [string, ScenarioAnswers] => [call.script, { ...passing(call), actual: answer(status, ...headers) }];
  const stranger = (): HeaderList => [
    ["Access-Control-Allow-Origin", random.pick(strangers)],
    ...(random.chance(0.5) ? [["Vary", "Origin"] as const] : []),
  ];
  const knows = (): HeaderList =>
    random.pick<HeaderList>([
      [["Access-Control-Allow-Credentials", "true"]],
      [["Vary", "Origin, Accept-Encoding"]],
      [["Access-Control-Expose-Headers", "X-A"]],
    ]);
  const login = asked();
  const wildcard = (): HeaderList =>
    random.pick<HeaderList>([
      star,
      [...listed, ["Access-Control-Allow-Credentials", "True"]],
      listed,
      [...listed, ["Access-Control-Allow-Credentials", "false"]],
    ]);
  const include = "credentials: 'include'";
  const method = random.pick(methods);
  const name = random.pick(names.filter((one) => one !== "Authorization"));
  const loginPage = answer(200, [["Content-Type", "text/html; charset=utf-8"]], server());
  const hop = random.pick([301, 302, 303, 307, 308]);
  const third = (status: number, ...headers: readonly HeaderList[]) => ({
    answers: { b: { actual: answer(status, ...headers), preflight: answer(204, listed, login.allowed) } },
  });
  const svg: HeaderList = [
    ["Content-Type", "image/svg+xml"],
    ["Cache-Control", "public, max-age=120"],
  ];
  const header = random.pick(hidden);
  const shownHeader: HeaderList = [[header, random.pick(["7", "a", "abc-1"])]];
  /** At the same server, so that `Origin` stays what it was. */
  // biome-ignore format: one answer per line
  const redirected: readonly (readonly [Row[0], Answer])[] = [
    ["origin-not-listed", answer(200, type(), knows(), server())],
    ["works-outside-browsers", answer(200, type(), server())],
    ["cached-without-vary", answer(200, type(), random.pick(hits))],
    ["error-without-cors", answer(random.pick(errors), server())],
    ["doubled-layer", answer(200, type(), listed, star)],
    ["not-cors", "close"],
  ];
  // biome-ignore format: one scenario per line
  const rows: readonly Row[] = [
    ["origin-not-listed", ...actual(anyCall(), 200, type(), server(), stranger())],
    ["origin-not-listed", ...actual(anyCall(), 200, type(), server(), knows())],
    ["origin-not-listed", ...actual(plain(), random.pick([200, 201, 206]), stranger(), server())],
    ["origin-not-listed", ...first(asked(), random.pick([200, 204]), stranger(), server())],
    ["origin-not-listed", ...first(asked(), 200, [["Access-Control-Allow-Methods", "GET, POST, PUT"]], server())],
    ["origin-not-listed", ...first(asked(), 403, [["Vary", "Origin"], ["Vary", "Access-Control-Request-Method"]], type())],

    ["preflight-needs-login", ...first(asked(), 401, server(), [["WWW-Authenticate", random.pick(["Negotiate", 'Digest realm="a", nonce="1"', "Bearer error=\"invalid_token\""])]])],
    ["preflight-needs-login", ...first(asked(), 401, type(), star)],
    ["preflight-needs-login", ...first(asked(), 403, server(), type())],
    ["preflight-needs-login", ...first(asked(), 401, server(), listed)],

    ["error-without-cors", ...actual(anyCall(), random.pick(errors), type(), server())],
    ["error-without-cors", ...actual(anyCall(), random.pick(errors), server())],
    ["error-without-cors", ...actual(plain(include), random.pick(errors), type(), server(), [["Vary", "Accept-Encoding"]])],
    ["error-without-cors", ...actual(plain(), random.pick([401, 403]), type(), server())],
    ["error-without-cors", showImage(path(), "anonymous"), { actual: answer(random.pick(errors), server()) }],

    ["doubled-layer", ...actual(anyCall(), 200, type(), listed, server(), [["Access-Control-Allow-Origin", random.pick(strangers.slice(0, 4))]])],
    ["doubled-layer", ...actual(anyCall(), random.pick(errors), star, star, server())],
    ["doubled-layer", ...first(asked(), 200, listed, server(), listed)],
    ["doubled-layer", ...actual(plain(), 200, [["Access-Control-Allow-Origin", "*, {page}"]], server())],

    ["wildcard-with-credentials", ...actual(plain(include), 200, type(), wildcard(), server())],
    ["wildcard-with-credentials", ...actual(plain(include), random.pick([404, 500]), type(), star, server())],
    ["wildcard-with-credentials", ...first(asked(include), 204, wildcard(), allow("Headers", [...names, "content-type"].join(", ")), allow("Methods", methods.join()))],
    ["wildcard-with-credentials", `document.cookie = 'sid=1'; await wait(100); ${plain(include).script}`, { actual: answer(200, type(), star, server()) }],

    ["header-not-allowed", `return read(url('a') + '${path()}', { headers: { '${name}': '1', 'X-Second': '2' } });`, { preflight: answer(200, listed, allow("Headers", `${name}, Content-Type`)), actual: good }],
    ["header-not-allowed", `return read(url('a') + '${path()}', { ${include}, headers: { '${name}': '1' } });`, { preflight: answer(204, credentialed, allow("Headers", "*")), actual: good }],
    ["header-not-allowed", `return read(url('a') + '${path()}', { method: 'PUT', headers: { 'Content-Type': 'text/csv' }, body: 'a' });`, { preflight: answer(204, listed, allow("Methods", "PUT"), server()), actual: good }],
    ["header-not-allowed", `return xhr('POST', url('a'), { headers: { 'Content-Type': 'application/json', '${name}': '1' }, body: '{}' });`, { preflight: answer(200, star, allow("Headers", `${name.slice(0, -1)}, content-type`)), actual: good }],

    ["method-not-allowed", `return read(url('a') + '${path()}', { method: '${method}' });`, { preflight: answer(204, listed, allow("Methods", "GET, HEAD, POST, OPTIONS"), server()), actual: good }],
    ["method-not-allowed", `return read(url('a') + '${path()}', { ${include}, method: '${method}' });`, { preflight: answer(200, credentialed, allow("Methods", "*")), actual: good }],
    ["method-not-allowed", `return xhr('${method}', url('a') + '${path()}', { headers: { '${name}': '1' } });`, { preflight: answer(200, listed, allow("Headers", name), allow("Methods", method.toLowerCase())), actual: good }],

    ["preflight-redirected", ...first(asked(), random.pick([301, 302, 303, 307, 308]), to(random.pick(["/login?next=%2F", "{tls}/s/a", "/s/r/b", "https://sso.example.org/authorize"])), server())],
    ["preflight-redirected", ...first(asked(), random.pick([301, 302, 307, 308]), to("/s/r/b"), listed, login.allowed)],
    ["preflight-redirected", ...first(asked(), 302, to("/account/login"), star, [["WWW-Authenticate", "Bearer"]])],

    ["preflight-not-handled", ...first(asked(), random.pick([400, 404, 405, 415, 500, 501, 503]), server(), type())],
    ["preflight-not-handled", ...first(asked(), random.pick([404, 405, 500]), listed, server())],
    ["preflight-not-handled", ...first(asked(), 200, [["Allow", "OPTIONS, TRACE, GET, HEAD, POST"], ["Public", "OPTIONS, GET"]], server())],
    ["preflight-not-handled", ...first(asked(), 200, [["Content-Type", "text/html"]], server())],

    ["cached-without-vary", `return read(url('a') + '${path()}');`, { actual: answer(200, type(), random.pick(hits), [["Access-Control-Allow-Origin", "https://admin.example.org"]]) }],
    ["cached-without-vary", `return read(url('a') + '${path()}');`, { actual: answer(200, type(), random.pick(hits)) }],
    ["cached-without-vary", `return xhr('GET', url('a'));`, { actual: answer(200, type(), random.pick(hits), [["Access-Control-Allow-Origin", "https://shop.example.org"]]) }],
    ["cached-without-vary", "await image(url('a')); await wait(50); return xhr('GET', url('a'));", { actual: answer(200, svg, listed.slice(0, 1)), withoutOrigin: answer(200, svg) }],

    ["redirected-to-null", `return read(url('a') + '${path()}');`, { actual: answer(hop, star, to("{host}/s/r/b?x=1")) }, third(200, type(), [["Access-Control-Allow-Origin", "{page}"]], server())],
    ["redirected-to-null", `return read(url('a'), { method: 'POST', body: 'x' });`, { actual: answer(random.pick([307, 308]), listed, to("{host}/s/r/b")) }, third(200, type(), [["Access-Control-Allow-Origin", random.pick(strangers.slice(0, 4))]], server())],
    ...(["method: 'DELETE'", `headers: { '${name}': '1' }`, "method: 'POST', headers: { 'Content-Type': 'application/json' }, body: '{}'", `method: 'PUT', headers: { '${name}': '1' }, body: 'x'`] as const).map((init): Row => ["redirected-to-null", `return read(url('a') + '${path()}', { ${init} });`, { preflight: answer(204, listed, allow("Methods", "DELETE, PUT"), allow("Headers", `${name}, content-type`)), actual: answer(random.pick([307, 308]), listed, to("{host}/s/r/b")) }, { answers: { b: { preflight: answer(204, listed, allow("Methods", "DELETE, PUT"), allow("Headers", `${name}, content-type`)), actual: good } } }]),
    ["redirected-to-null", `return read(url('a'));`, { actual: answer(302, star, to("{host}/s/r/b")) }, { answers: { b: { actual: loginPage } } }],

    ["works-outside-browsers", ...actual(plain(), random.pick([200, 201]), type(), server())],
    ["works-outside-browsers", ...actual(asked(), 200, type(), server(), [["Cache-Control", "no-cache"]])],
    ["works-outside-browsers", showImage(path(), "use-credentials"), { actual: answer(200, [["Content-Type", "image/svg+xml"]], server()) }],
    ["works-outside-browsers", `return import(url('a') + '/module.js').then(() => 'ok');`, { actual: answer(200, [["Content-Type", "text/javascript"]], server()) }],

    ["header-not-exposed", `const r = await fetch(url('a') + '${path()}'); return r.headers.get('${header}');`, { actual: answer(200, type(), listed, shownHeader, server()) }],
    ["header-not-exposed", `return xhr('GET', url('a'), { read: ['${header}'] });`, { actual: answer(200, type(), star, shownHeader, [["Access-Control-Expose-Headers", "Content-Length, X-Kuma-Revision"]]) }],
    ["header-not-exposed", `const r = await fetch(url('a'), { method: 'PUT', body: 'x' }); return r.headers.get('${header}');`, { preflight: answer(204, listed, allow("Methods", "PUT"), [["Access-Control-Expose-Headers", header]]), actual: answer(200, type(), listed, shownHeader) }],

    ["local-network-access", plain().script, { actual: good }, { pageHeaders: [["Content-Security-Policy", "treat-as-public-address"]] }],
    ["local-network-access", asked().script, { preflight: answer(204, listed, allow("Headers", [...names, "content-type"].join()), allow("Methods", methods.join())), actual: good }, { pageHeaders: [["Content-Security-Policy", "treat-as-public-address"]] }],
    ["local-network-access", `return read(url('a', host) + '${path()}');`, { actual: good }, { pageHeaders: [["Content-Security-Policy", "treat-as-public-address"]] }],

    ["not-cors", `return read('{dead}${path()}', { method: '${method}' });`, {}],
    ["not-cors", `return xhr('POST', '{nowhere}${path()}', { body: 'x' });`, {}],
    ["not-cors", `return read('{tls}${path()}', { headers: { '${name}': '1' } });`, {}],
    ["not-cors", asked().script, { preflight: answer(204, listed, allow("Headers", [...names, "content-type"].join()), allow("Methods", methods.join())), actual: "close" }],
    ["not-cors", plain().script, { actual: good }, { pageHeaders: [["Content-Security-Policy", random.pick(["connect-src 'self' https://api.example.org", "default-src 'self' 'unsafe-inline'", "connect-src https:"])]] }],
    ["not-cors", `return read(url('a') + '${path()}', { redirect: 'error' });`, { actual: answer(302, listed, to("/s/r/b")) }, third(200, listed)],
    ["not-cors", `return read(url('a'));`, { actual: answer(302, listed, to("ftp://files.example.org/a")) }],
    ["not-cors", `return read(url('a'));`, { actual: answer(302, listed, to("/s/r/b")) }, { answers: { b: { actual: answer(301, listed, to("/s/r/a")) } } }],
    ["not-cors", `return read('http://127.0.0.1:6000${path()}');`, {}],
    ["not-cors", `return read(url('a'), { integrity: 'sha256-47DEQpj8HBSa+/TImW+5JCeuQeRkm5NMpJWZG3hSuFU=' });`, { actual: answer(200, type(), listed) }, { shows: "console" }],
    ["not-cors", `return read(url('a') + '${path()}');`, { actual: answer(302, listed, to("{host}/s/r/b")) }, { ...third(200, star), pageHeaders: [["Content-Security-Policy", "connect-src {other}"]] }],
    ["not-cors", `return read(url('a') + '${path()}', { redirect: 'error' });`, { actual: answer(hop, star, to("/s/r/b")) }, third(200, listed)],
    ["wildcard-with-credentials", `return read(url('a') + '${path()}', { ${include} });`, { actual: answer(302, listed, to("/s/r/b")) }, third(200, credentialed)],
    ["wildcard-with-credentials", `document.cookie = 'sid=1'; await wait(100); return read(url('a') + '${path()}', { ${include} });`, { actual: answer(hop, star, to("/s/r/b")) }, third(200, credentialed)],
    ...redirected.map(([cause, b]): Row => [cause, `return read(url('a') + '${path()}');`, { actual: answer(302, listed, to("/s/r/b")) }, { answers: { b: { actual: b } } }]),
    ["origin-not-listed", showImage(path()), { actual: answer(200, [["Content-Type", "image/svg+xml"]], knows(), server()) }],
    ["cached-without-vary", showImage(path()), { actual: answer(200, svg, random.pick(hits)) }],
    ["not-cors", `return read(url('a') + '${path()}', { headers: { Authorization: 'Bearer x' } }).then((told) => told.startsWith('401') ? 'TypeError: 401' : told);`, { preflight: answer(204, listed, allow("Headers", "authorization")), actual: answer(401, type(), listed, [["WWW-Authenticate", "Bearer error=\"invalid_token\""]]) }, { shows: "archive" }],

    ["cookie-not-sent", plain().script, { actual: answer(401, type(), credentialed, server()) }],
    ["cookie-not-sent", `return read(url('a') + '${path()}', { method: 'DELETE' });`, { preflight: answer(204, credentialed, allow("Methods", "DELETE")), actual: answer(403, type(), credentialed) }],
    ["cookie-not-sent", `await read(url('a', host), { ${include} }); return read(url('b', host) + '/me', { ${include} });`, { actual: answer(200, type(), credentialed, [["Set-Cookie", "session=1; Path=/; SameSite=Lax; Max-Age=2"]]) }, { answers: { b: { actual: answer(401, type(), credentialed), withCookie: good } } }],

  ];
  return rows;
}

/** An image that is asked for with CORS; what fails is told as a call's failure is. */
function showImage(path: string, crossOrigin = "anonymous"): string {
  return `return image(url('a') + '${path}', '${crossOrigin}').then((how) => how === 'failed' ? 'TypeError: ' + how : how);`;
}
