import type { Files } from "./server-process.ts";

/** The same places twice, so that a policy for /api/* leaves half of them alone. */
const places = ["api", "other"];

export const siteFiles: Files = Object.fromEntries(
  places.flatMap((place) => [
    [`www/${place}/data.json`, '{"a": 1}\n'],
    [`www/${place}/index.html`, "<p>index\n"],
    [`www/${place}/deep/index.html`, "<p>deep\n"],
    [`www/${place}/secret/x.txt`, "secret\n"],
    [`www/${place}/login/x.txt`, "login\n"],
    [`www/${place}/own/x.txt`, "own\n"],
    [`www/errors/${place}.html`, `<p>error page of ${place}\n`],
  ]),
);

export interface SiteOptions {
  /** Where the upstream listens; and a port where nothing does. */
  readonly upstream: number;
  readonly dead: number;
  /** The folder of the generated files. */
  readonly cors: string;
  /** Their names; none: the same site without CORS. */
  readonly files: readonly string[];
}

/** An nginx site as one would write it, with the generated files included as they say. */
export function nginxSite({ upstream, dead, cors, files }: SiteOptions): string {
  const include = (name: string): string => (files.includes(`${name}.conf`) ? `include ${cors}/${name}.conf;` : "");
  const locations = places.map(
    (place) => `
    location /${place}/proxied/ { proxy_pass http://127.0.0.1:${upstream}; }
    location /${place}/hidden/ { ${include("headers")} proxy_hide_header X-Powered-By; proxy_pass http://127.0.0.1:${upstream}; }
    location /${place}/dead/ { proxy_pass http://127.0.0.1:${dead}; }
    location /${place}/own/ { ${include("headers")} add_header X-Own 1; }
    location /${place}/secret/ { deny all; }
    location /${place}/login/ { auth_basic x; auth_basic_user_file {folder}/htpasswd; }
    location /${place}/moved { return 301 /elsewhere; }
    location /${place}/broken { return 500; }
    location /${place}/try/ { try_files $uri /${place}/data.json; }
    location /${place}/limited/ { limit_except GET { deny all; } }
    location ~ ^/${place}/captured/(.*)$ { proxy_pass http://127.0.0.1:${upstream}/$1; }
    location /${place}/rewritten/ { rewrite ^/${place}/rewritten/(.*)$ /${place}/proxied/$1 last; }
    location /${place}/fallback/ { error_page 404 /errors/${place === "api" ? "other" : "api"}.html; }
    location /${place}/intercepted/ { proxy_intercept_errors on; error_page 500 404 /errors/${place}.html; proxy_pass http://127.0.0.1:${upstream}; }`,
  );
  return `${include("lists")}
${include("http")}
server {
    listen 127.0.0.1:{port};
    ${include("server")}
    ${include("headers")}
    root {folder}/www;
    index index.html;
    gzip on; gzip_vary on; gzip_min_length 1; gzip_types application/json;
${locations.join("\n")}
}`;
}

/** The same for Apache. */
export function apacheSite({ upstream, dead, cors, files }: SiteOptions): string {
  const locations = places.map(
    (place) => `
  ProxyPass /${place}/proxied/ http://127.0.0.1:${upstream}/
  ProxyPass /${place}/dead/ http://127.0.0.1:${dead}/ retry=0
  <Location "/${place}/intercepted/">
    ProxyPass http://127.0.0.1:${upstream}/
    ProxyErrorOverride On
    ErrorDocument 404 /errors/${place}.html
    ErrorDocument 500 /errors/${place}.html
  </Location>
  <Location "/${place}/own/">
    Header set X-Own 1
    Header set Access-Control-Allow-Origin "*"
    Header append Vary Cookie
  </Location>
  <Location "/${place}/secret/">
    Require all denied
  </Location>
  <Location "/${place}/login/">
    AuthType Basic
    AuthName x
    AuthUserFile {folder}/htpasswd
    Require valid-user
  </Location>
  <Location "/${place}/limited/">
    <LimitExcept GET>
      Require all denied
    </LimitExcept>
  </Location>
  Redirect 301 /${place}/moved /elsewhere
  Redirect 500 /${place}/broken
  <Location "/${place}/try/">
    FallbackResource /${place}/data.json
  </Location>
  RewriteRule ^/${place}/rewritten/(.*)$ /${place}/data.json [PT]
  <Location "/${place}/fallback/">
    ErrorDocument 404 /errors/${place === "api" ? "other" : "api"}.html
    ErrorDocument 403 /errors/${place}.html
  </Location>`,
  );
  return `<VirtualHost 127.0.0.1:{port}>
  ${files.map((name) => `Include ${cors}/${name}`).join("\n")}
  DocumentRoot {folder}/www
  DirectoryIndex index.html
  RewriteEngine On
  AddOutputFilterByType DEFLATE application/json
  ErrorDocument 400 /errors/api.html
  <Directory {folder}/www>
    Require all granted
  </Directory>
${locations.join("\n")}
</VirtualHost>`;
}

/** The same for Apache, all that .htaccess files may say being said in them. */
export function htaccessSite({ upstream, dead }: SiteOptions): string {
  return `<VirtualHost 127.0.0.1:{port}>
  DocumentRoot {folder}/www
  DirectoryIndex index.html
  AddOutputFilterByType DEFLATE application/json
  ErrorDocument 400 /errors/api.html
  <Proxy http://127.0.0.1:${upstream}/>
  </Proxy>
  <Proxy http://127.0.0.1:${dead}/>
    ProxySet retry=0
  </Proxy>
  <Directory {folder}/www>
    Require all granted
    Options FollowSymLinks
    AllowOverride All
  </Directory>
</VirtualHost>`;
}

/** The lines of the site's own `.htaccess` files; `cors`: what is generated, at the start of the uppermost. */
export function htaccessFiles({ upstream, dead }: SiteOptions, cors: string): Files {
  const own = places.map(
    (place) => `
RewriteRule ^${place}/proxied/(.*)$ http://127.0.0.1:${upstream}/$1 [P,L]
RewriteRule ^${place}/dead/(.*)$ http://127.0.0.1:${dead}/$1 [P,L]
RewriteRule ^${place}/rewritten/(.*)$ ${place}/data.json [L]
RewriteRule ^${place}/limited/ - [F]
Redirect 301 /${place}/moved /elsewhere
Redirect 500 /${place}/broken`,
  );
  const deeper = places.flatMap((place) => [
    [`www/${place}/own/.htaccess`, "Header set X-Own 1\nHeader append Vary Cookie\n"],
    [`www/${place}/secret/.htaccess`, "Require all denied\n"],
    [
      `www/${place}/login/.htaccess`,
      "AuthType Basic\nAuthName x\nAuthUserFile {folder}/htpasswd\n<RequireAny>\nRequire method OPTIONS\nRequire valid-user\n</RequireAny>\n",
    ],
    [`www/${place}/try/.htaccess`, `FallbackResource /${place}/data.json\n`],
    [
      `www/${place}/fallback/.htaccess`,
      `ErrorDocument 404 /errors/${place === "api" ? "other" : "api"}.html\nErrorDocument 403 /errors/${place}.html\n`,
    ],
    [`www/${place}/try/keep.txt`, ""],
    [`www/${place}/fallback/keep.txt`, ""],
  ]);
  return { "www/.htaccess": `${cors}\nRewriteEngine On\n${own.join("")}\n`, ...Object.fromEntries(deeper) };
}
