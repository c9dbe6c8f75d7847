import type { FieldConfiguration } from "./field-apache.ts";

/** A fault that lint tells, in a configuration that has it and in one that has not; both are run on a real Apache. */
export interface LintFixture {
  readonly check: string;
  readonly where: FieldConfiguration["where"];
  readonly bad: string;
  readonly good: string;
}

const exact =
  'SetEnvIf Origin "^https://app\\.example\\.com$" CORS=$0\nHeader always set Access-Control-Allow-Origin "%{CORS}e" env=CORS\nHeader always merge Vary Origin';
const preflightRule =
  "RewriteEngine On\nRewriteCond %{REQUEST_METHOD} =OPTIONS\nRewriteCond %{HTTP:Access-Control-Request-Method} .\nRewriteRule ^ - [R=204,L]";

const rows: readonly (readonly [check: string, where: FieldConfiguration["where"], bad: string, good: string])[] = [
  // A1, and the guide's own snippet.
  [
    "inconsistent-on-error",
    "vhost",
    'Header set Access-Control-Allow-Origin "*"\nHeader always set Access-Control-Allow-Methods "POST, GET, OPTIONS, DELETE, PUT"\nHeader always set Access-Control-Max-Age "1000"\nHeader always set Access-Control-Allow-Headers "X-Requested-With, Content-Type, Origin, Authorization, Accept, Client-Security-Token, Accept-Encoding"',
    'Header always set Access-Control-Allow-Origin "*"',
  ],
  // A2
  [
    "application-may-double",
    "vhost",
    '<Location "/app/">\n  Header always set Access-Control-Allow-Origin "https://app.example.com"\n</Location>\nProxyPass /app2/ {app}',
    '<Location "/app/">\n  Header onsuccess unset Access-Control-Allow-Origin\n  Header always unset Access-Control-Allow-Origin\n  Header always set Access-Control-Allow-Origin "https://app.example.com"\n</Location>\nProxyPass /app2/ {app}',
  ],
  // A3
  [
    "both-tables",
    "vhost",
    'Header set Access-Control-Allow-Origin "*"\nHeader always set Access-Control-Allow-Origin "*"',
    'Header always set Access-Control-Allow-Origin "*"',
  ],
  [
    "invalid-or-duplicate",
    "vhost",
    'Header set Access-Control-Allow-Origin "*"\nHeader always set Access-Control-Allow-Origin "*"',
    'Header always set Access-Control-Allow-Origin "*"',
  ],
  // A4
  [
    "preflight-not-granted",
    "vhost",
    `Header set Access-Control-Allow-Origin "*"\nHeader set Access-Control-Allow-Methods PUT\n${preflightRule}`,
    `Header always set Access-Control-Allow-Origin "*"\nHeader always set Access-Control-Allow-Methods PUT\n${preflightRule}`,
  ],
  // A5
  [
    "preflight-needs-login",
    "htaccess",
    `Header always set Access-Control-Allow-Origin "https://app.example.com"\nHeader always set Access-Control-Allow-Headers authorization\nHeader always set Access-Control-Allow-Methods PUT\n${preflightRule}\nAuthType Basic\nAuthName x\nRequire valid-user`,
    `Header always set Access-Control-Allow-Origin "https://app.example.com"\nHeader always set Access-Control-Allow-Headers authorization\nHeader always set Access-Control-Allow-Methods PUT\n${preflightRule}\nAuthType Basic\nAuthName x\n<RequireAny>\n  Require method OPTIONS\n  Require valid-user\n</RequireAny>`,
  ],
  // A6
  [
    "nested-if-in-access-file",
    "htaccess",
    '<If "-n req_novary(\'Origin\')">\n  <If "%{REQUEST_METHOD} == \'GET\'">\n    Header always set Access-Control-Allow-Origin "*"\n  </If>\n</If>',
    "Header always set Access-Control-Allow-Origin \"*\" \"expr=-n req_novary('Origin') && %{REQUEST_METHOD} == 'GET'\"",
  ],
  // A7
  ["unset-variable", "vhost", exact.replace(" env=CORS", ""), exact],
  ["unset-variable", "vhost", 'Header always set Access-Control-Allow-Origin "expr=%{req_novary:Origin}"', exact],
  // A8
  [
    "limit-has-no-effect",
    "vhost",
    '<Location "/">\n  <Limit GET>\n    Header always set Access-Control-Allow-Origin "*"\n  </Limit>\n</Location>',
    'Header always set Access-Control-Allow-Origin "*"',
  ],
  // A9
  [
    "application-header-asked",
    "vhost",
    `${exact}\nHeader always set Access-Control-Allow-Credentials true "expr=-n resp('Access-Control-Allow-Origin')"`,
    `${exact}\nHeader always set Access-Control-Allow-Credentials true env=CORS`,
  ],
  // A11: the error document stands elsewhere, and has that place's headers.
  [
    "inconsistent-on-error",
    "vhost",
    '<Location "/api/">\n  Header always set Access-Control-Allow-Origin "*"\n  ErrorDocument 404 /errors/404.html\n</Location>',
    'Header always set Access-Control-Allow-Origin "*"\n<Location "/api/">\n  ErrorDocument 404 /errors/404.html\n</Location>',
  ],
  // A13: the whole row of comparisons that are not of the whole origin.
  ["prefix-match", "vhost", exact.replace("com$", "com").replace("%{CORS}e", "expr=%{req_novary:Origin}"), exact],
  ["unescaped-dot", "vhost", exact.replace("app\\.example\\.com", "app.example.com"), exact],
  ["suffix-match", "vhost", exact.replace("^https://app\\.example", "^https://.*example"), exact],
  [
    "reflects-any-origin",
    "vhost",
    `${exact.replace("^https://app\\.example\\.com$", ".+")}\nHeader always set Access-Control-Allow-Credentials true`,
    exact,
  ],
  [
    "reflects-any-origin",
    "vhost",
    'RewriteEngine On\nRewriteRule ^ - [E=O:%{HTTP:Origin}]\nHeader always set Access-Control-Allow-Origin "%{O}e" env=O\nHeader always set Access-Control-Allow-Credentials true',
    exact,
  ],
  [
    "trusts-null",
    "vhost",
    `${exact.replace("^https://app\\.example\\.com$", "^(?:null|https://app\\.example\\.com)$")}\nHeader always set Access-Control-Allow-Credentials true`,
    exact,
  ],
  ["missing-vary", "vhost", exact.replace("\nHeader always merge Vary Origin", ""), exact],
  [
    "wildcard-with-credentials",
    "htaccess",
    'Header always set Access-Control-Allow-Origin "*"\nHeader always set Access-Control-Allow-Credentials true',
    'Header always set Access-Control-Allow-Origin "*"',
  ],
  // Near misses.
  [
    "header-name-near-miss",
    "htaccess",
    'Header always set Access-Control-Allow-Origin "*"\nHeader always set Access-Control-Allow-Method "GET"',
    'Header always set Access-Control-Allow-Origin "*"\nHeader always set Access-Control-Allow-Methods "GET"',
  ],
  [
    "invalid-or-duplicate",
    "vhost",
    'Header always set Access-Control-Allow-Origin "app.example.com"',
    'Header always set Access-Control-Allow-Origin "https://app.example.com"',
  ],
  [
    "invalid-or-duplicate",
    "vhost",
    'Header always set Access-Control-Allow-Origin "https://app.example.com/"',
    'Header always set Access-Control-Allow-Origin "https://app.example.com"',
  ],
  [
    "preflight-rule-unknown-variable",
    "vhost",
    `Header always set Access-Control-Allow-Origin "*"\nRewriteEngine On\nRewriteCond %{HTTP_ORIGIN} .\nRewriteCond %{REQUEST_METHOD} =OPTIONS\nRewriteRule ^ - [R=204,L]`,
    `Header always set Access-Control-Allow-Origin "*"\nRewriteEngine On\nRewriteCond %{HTTP:Origin} .\nRewriteCond %{REQUEST_METHOD} =OPTIONS\nRewriteRule ^ - [R=204,L]`,
  ],
];

export const lintFixtures: readonly LintFixture[] = rows.map(([check, where, bad, good]) => ({
  check,
  where,
  bad,
  good,
}));
