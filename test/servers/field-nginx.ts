/**
 * A configuration as people write them, in our own words. `{app}` is an application that grants everything itself, `{dead}`
 * one that does not run, `{n}` the configuration's number, `{folder}` the server's folder.
 */
export interface FieldConfiguration {
  readonly why: string;
  /** Beside the server, in http. */
  readonly http: string;
  readonly server: string;
}

const preflight = `
    if ($request_method = 'OPTIONS') {
      add_header 'Access-Control-Allow-Origin' '*';
      add_header 'Access-Control-Allow-Methods' 'GET, POST, OPTIONS';
      add_header 'Access-Control-Allow-Headers' 'Content-Type,Authorization';
      add_header 'Access-Control-Max-Age' 1728000;
      add_header 'Content-Type' 'text/plain; charset=utf-8';
      add_header 'Content-Length' 0;
      return 204;
    }`;
const exactMap = `map $http_origin $cors{n} { default ""; https://app.example.com $http_origin; https://partner.example $http_origin; }`;

const rows: readonly (readonly [why: string, server: string, http?: string])[] = [
  ["everything to everybody", "add_header Access-Control-Allow-Origin *;"],
  ["everything to everybody, always", "add_header Access-Control-Allow-Origin * always;"],
  [
    "the four lines of the guides",
    "add_header 'Access-Control-Allow-Origin' '*'; add_header 'Access-Control-Allow-Methods' 'GET, POST, OPTIONS'; add_header 'Access-Control-Allow-Credentials' 'true';",
  ],
  [
    "the wide-open snippet of three ifs",
    `location / {${preflight}
    if ($request_method = 'POST') { add_header 'Access-Control-Allow-Origin' '*' always; add_header 'Access-Control-Expose-Headers' 'Content-Length'; }
    if ($request_method = 'GET') { add_header 'Access-Control-Allow-Origin' '*' always; add_header 'Access-Control-Expose-Headers' 'Content-Length'; }
    try_files $uri $uri/ =404;
  }`,
  ],
  [
    "a preflight's if over a proxy",
    `location / {${preflight}
    add_header Access-Control-Allow-Origin * always;
    proxy_pass {app};
  }`,
  ],
  [
    "whoever asks, with credentials",
    "location / { add_header Access-Control-Allow-Origin $http_origin always; add_header Access-Control-Allow-Credentials true always; proxy_pass {app}; }",
  ],
  [
    "the application's own header hidden",
    "location / { proxy_hide_header Access-Control-Allow-Origin; add_header Access-Control-Allow-Origin $http_origin always; proxy_pass {app}; }",
  ],
  [
    "hidden at the server, and again in a location",
    `proxy_hide_header Access-Control-Allow-Origin; proxy_hide_header Access-Control-Allow-Credentials;
  add_header Access-Control-Allow-Origin https://app.example.com always;
  location /app/ { proxy_pass {app}; }
  location /v2/ { proxy_hide_header X-Powered-By; proxy_pass {app}/; }`,
  ],
  [
    "a map of exact origins",
    "add_header Access-Control-Allow-Origin $cors{n} always; add_header Vary Origin always; location /app/ { proxy_pass {app}; }",
    exactMap,
  ],
  [
    "a map, and a preflight by its variable",
    `location / {
    if ($request_method = OPTIONS) { add_header Access-Control-Allow-Origin $cors{n}; add_header Access-Control-Allow-Methods "GET, PUT"; return 204; }
    add_header Access-Control-Allow-Origin $cors{n}; add_header Vary Origin;
    try_files $uri $uri/ /index.html;
  }`,
    exactMap,
  ],
  [
    "a map of regular expressions",
    "add_header Access-Control-Allow-Origin $cors{n} always;",
    "map $http_origin $cors{n} { ~^https?://([a-z]+\\.)?app\\.example\\.com$ $http_origin; ~*partner\\.example $http_origin; }",
  ],
  [
    "a map with a captured name",
    "add_header Access-Control-Allow-Origin $cors{n} always;",
    'map $http_origin $cors{n} { default "null"; "~^https://(?<who{n}>\\w+)\\.example\\.com$" "https://$who{n}.example.com"; }',
  ],
  [
    "a map of hostnames over a map of origins",
    "add_header Access-Control-Allow-Origin $ok{n} always;",
    "map $http_origin $host{n} { ~^https://([^:/]+) $1; } map $host{n} $ok{n} { hostnames; default ''; .example.com $http_origin; partner.* $http_origin; }",
  ],
  [
    "set and if, in the server",
    `set $cors ""; if ($http_origin ~* ^https://(www|app)\\.example\\.com$) { set $cors $http_origin; }
  add_header Access-Control-Allow-Origin $cors always; add_header Access-Control-Allow-Credentials true always;
  location /app/ { proxy_pass {app}; }`,
  ],
  [
    "set and if, in a location, with letters",
    `location / {
    set $cors ""; if ($http_origin ~ "example") { set $cors "O"; } if ($request_method = OPTIONS) { set $cors "\${cors}P"; }
    if ($cors = "O") { add_header Access-Control-Allow-Origin $http_origin; add_header Access-Control-Allow-Credentials true; }
    if ($cors = "OP") { add_header Access-Control-Allow-Origin $http_origin; add_header Access-Control-Allow-Methods "GET, PUT"; return 204; }
    try_files $uri =404;
  }`,
  ],
  [
    "an if around the headers, and a proxy",
    `location / {
    if ($http_origin ~ "^https://.*\\.example\\.com$") { add_header Access-Control-Allow-Origin $http_origin always; }
    proxy_pass {app};
  }`,
  ],
  [
    "two ifs that match",
    `location / {
    if ($http_origin) { add_header Access-Control-Allow-Origin $http_origin; }
    if ($request_method = GET) { add_header Access-Control-Expose-Headers X-Total; }
  }`,
  ],
  [
    "a blanket preflight at the server",
    "add_header Access-Control-Allow-Origin * always; if ($request_method = OPTIONS) { return 204; } location /secret/ { deny all; }",
  ],
  [
    "a blanket preflight with 200 and a text",
    'add_header Access-Control-Allow-Origin * always; if ($request_method = OPTIONS) { return 200 "ok"; } location /api/ { root {folder}/www/{n}; }',
  ],
  ["fonts alone", "location ~* \\.(?:woff2?|ttf|eot|otf)$ { add_header Access-Control-Allow-Origin *; expires 1y; }"],
  [
    "fonts in a location of images",
    "location /fonts/ { add_header Cache-Control public; location ~ \\.woff$ { add_header Access-Control-Allow-Origin *; } }",
  ],
  [
    "a location that loses the server's headers",
    "add_header Access-Control-Allow-Origin * always; location /img/ { add_header Cache-Control public; } location /api/ { }",
  ],
  [
    "an API below a single-page application",
    `location / { try_files $uri $uri/ /index.html; }
  location /app/ { add_header Access-Control-Allow-Origin https://app.example.com always; proxy_pass {app}; }`,
  ],
  [
    "an error page with a header of its own",
    `add_header Access-Control-Allow-Origin https://app.example.com;
  error_page 404 /errors/404.html; location = /errors/404.html { internal; add_header X-Error 1 always; }`,
  ],
  [
    "an error page by name",
    "error_page 404 403 = @fallback; location @fallback { add_header Access-Control-Allow-Origin * always; proxy_pass {app}; } location /secret/ { deny all; }",
  ],
  [
    "an error page with another status",
    "error_page 404 =200 /index.html; error_page 405 =204 /index.html; add_header Access-Control-Allow-Origin $http_origin;",
  ],
  [
    "an application's errors intercepted",
    "proxy_intercept_errors on; error_page 404 500 /errors/404.html; location /app/ { add_header Access-Control-Allow-Origin * always; proxy_hide_header Access-Control-Allow-Origin; proxy_pass {app}; }",
  ],
  [
    "methods limited",
    `location /api/ { limit_except GET POST { deny all; } add_header Access-Control-Allow-Origin * always;
    if ($request_method = OPTIONS) { return 204; } }`,
  ],
  [
    "methods limited, with OPTIONS",
    "location /api/ { limit_except GET OPTIONS { deny all; } add_header Access-Control-Allow-Origin * always; if ($request_method = OPTIONS) { return 204; } }",
  ],
  [
    "a password",
    'location /login/ { auth_basic "x"; auth_basic_user_file {folder}/htpasswd; add_header Access-Control-Allow-Origin $http_origin always; add_header Access-Control-Allow-Credentials true always; }',
  ],
  [
    "a password, not for preflights",
    'location /login/ { if ($request_method = OPTIONS) { add_header Access-Control-Allow-Origin *; return 204; } auth_basic "x"; auth_basic_user_file {folder}/htpasswd; add_header Access-Control-Allow-Origin *; }',
  ],
  [
    "a password that an address may leave out",
    'location /login/ { satisfy any; allow 10.0.0.0/8; allow 127.0.0.1; deny all; auth_basic "x"; auth_basic_user_file {folder}/htpasswd; add_header Access-Control-Allow-Origin * always; }',
  ],
  [
    "a path rewritten",
    "location /v2/ { rewrite ^/v2/(.*)$ /app/$1 last; } location /app/ { add_header Access-Control-Allow-Origin * always; proxy_pass {app}; }",
  ],
  [
    "a path rewritten for good",
    "location /old/ { add_header Access-Control-Allow-Origin * always; rewrite ^/old/(.*)$ /api/$1 permanent; } rewrite ^/api/old$ https://other.example/x redirect;",
  ],
  [
    "a rewrite that stays",
    "location /v2/ { rewrite ^/v2/(.*)$ /$1 break; add_header Access-Control-Allow-Origin $http_origin always; proxy_pass {app}; }",
  ],
  [
    "an alias",
    "location /v2/ { alias {folder}/www/{n}/api/; add_header Access-Control-Allow-Origin *; } location /api { add_header Access-Control-Allow-Origin null always; }",
  ],
  [
    "exact, prefix and regular locations",
    "location = /api/data.json { add_header Access-Control-Allow-Origin https://exact.example; } location ^~ /api/ { add_header Access-Control-Allow-Origin https://prefix.example; } location ~ \\.json$ { add_header Access-Control-Allow-Origin https://regex.example; } location /deep/ { add_header Access-Control-Allow-Origin https://deep.example; location ~ index { add_header Access-Control-Allow-Origin https://nested.example; } }",
  ],
  [
    "an application that does not run",
    "location /app/ { add_header Access-Control-Allow-Origin * always; proxy_pass {dead}; } location /v2/ { add_header Access-Control-Allow-Origin *; proxy_pass {dead}; }",
  ],
  [
    "a named group of servers",
    "location / { proxy_pass http://group{n}; add_header Access-Control-Allow-Origin $http_origin always; }",
    "upstream group{n} { server {address}; keepalive 8; }",
  ],
  [
    "the policy by the path",
    "add_header Access-Control-Allow-Origin $area{n} always; location /app/ { proxy_pass {app}; }",
    "map $request_uri $area{n} { default https://app.example.com; ~^/api/ *; ~^/secret/ ''; }",
  ],
  [
    "the policy by the decoded path",
    "add_header Access-Control-Allow-Origin $area{n} always; error_page 404 /errors/404.html;",
    "map $uri $area{n} { volatile; default ''; ~^/api/ *; ~^/errors/ https://errors.example; }",
  ],
  [
    "the policy by method and origin",
    "add_header Access-Control-Allow-Methods $m{n} always; add_header Access-Control-Allow-Origin $cors{n} always; if ($m{n}) { return 204; }",
    `${exactMap} map $request_method:$http_origin $m{n} { default ''; ~^OPTIONS:https 'GET, PUT'; }`,
  ],
  [
    "a redirect to the name with www",
    "location = / { return 301 https://www.example.com/; } location /api/old { return 302 /api/data.json; } add_header Access-Control-Allow-Origin * always;",
  ],
  [
    "a text by return",
    "location /api/ { default_type application/json; add_header Access-Control-Allow-Origin *; return 200 '{}'; } location /secret/ { return 403; } location /old/ { add_header Access-Control-Allow-Origin * always; return 418 'teapot'; }",
  ],
  [
    "refused by an if",
    "if ($http_origin ~ evil) { return 403; } add_header Access-Control-Allow-Origin $http_origin; error_page 403 /errors/404.html;",
  ],
  [
    "a list in one value, a slash at the end",
    'add_header Access-Control-Allow-Origin "https://app.example.com, https://partner.example"; location /api/ { add_header Access-Control-Allow-Origin https://app.example.com/ always; }',
  ],
  [
    "doubled by hand",
    "add_header Access-Control-Allow-Origin *; add_header Access-Control-Allow-Origin $http_origin; location /app/ { add_header Access-Control-Allow-Origin $http_origin; proxy_pass {app}; }",
  ],
  [
    "an index of another name",
    "index start.html index.html; autoindex on; add_header Access-Control-Allow-Origin $http_origin always;",
  ],
  [
    "a file tested by an if",
    "location / { if (-f $request_filename) { add_header Access-Control-Allow-Origin https://file.example; } if (!-e $request_filename) { return 404; } }",
  ],
  [
    "slashes kept",
    "merge_slashes off; location //api/ { add_header Access-Control-Allow-Origin https://two.example always; } location /api/ { add_header Access-Control-Allow-Origin https://one.example always; }",
  ],
];

export const fieldConfigurations: readonly FieldConfiguration[] = rows.map(([why, server, http = ""]) => ({
  why,
  server,
  http,
}));
