/** A configuration as people write them, in our own words; `{app}` is an application that grants everything itself. */
export interface FieldConfiguration {
  readonly why: string;
  /** Where it stands: in a virtual host, or in an access file at the root or in /api. */
  readonly where: "vhost" | "htaccess" | "api/htaccess";
  readonly text: string;
}

const rows: readonly (readonly [why: string, where: FieldConfiguration["where"], text: string])[] = [
  ["everything to everybody", "vhost", 'Header set Access-Control-Allow-Origin "*"'],
  ["everything to everybody, in an access file", "htaccess", 'Header set Access-Control-Allow-Origin "*"'],
  [
    "the table for errors, and a preflight by R=200",
    "vhost",
    `Header always set Access-Control-Allow-Origin "*"
Header always set Access-Control-Allow-Methods "POST, GET, OPTIONS, DELETE, PUT"
Header always set Access-Control-Allow-Headers "x-requested-with, content-type, origin, authorization, accept"
Header always set Access-Control-Max-Age "1000"
RewriteEngine On
RewriteCond %{REQUEST_METHOD} OPTIONS
RewriteRule ^(.*)$ $1 [R=200,L]`,
  ],
  [
    "the same in an access file, without always",
    "htaccess",
    `<IfModule mod_headers.c>
  Header set Access-Control-Allow-Origin "*"
  Header set Access-Control-Allow-Methods "GET, POST, OPTIONS"
  Header set Access-Control-Allow-Headers "Content-Type, Authorization"
</IfModule>
RewriteEngine On
RewriteCond %{REQUEST_METHOD} OPTIONS
RewriteRule ^(.*)$ $1 [R=204,L]`,
  ],
  [
    "a regex with anchors",
    "vhost",
    `SetEnvIf Origin "^https://(www\\.)?(app|admin)\\.example\\.com$" CORS_ORIGIN=$0
Header set Access-Control-Allow-Origin "%{CORS_ORIGIN}e" env=CORS_ORIGIN
Header set Access-Control-Allow-Credentials "true" env=CORS_ORIGIN
Header merge Vary "Origin"`,
  ],
  [
    "a regex without its beginning",
    "vhost",
    `SetEnvIf Origin "http(s)?://(www\\.)?(app.example.com|partner.example)$" AccessControlAllowOrigin=$0
Header add Access-Control-Allow-Origin %{AccessControlAllowOrigin}e env=AccessControlAllowOrigin
Header merge Vary Origin`,
  ],
  [
    "a regex without its end",
    "htaccess",
    `SetEnvIf Origin "https://(www\\.)?app\\.example\\.com" ORIGIN_ALLOWED=$0
Header set Access-Control-Allow-Origin "%{ORIGIN_ALLOWED}e" env=ORIGIN_ALLOWED`,
  ],
  [
    "any origin with a name in it",
    "vhost",
    `SetEnvIf Origin "^(.*\\.example\\.com)$" ORIGIN_SUB_DOMAIN=$1
Header set Access-Control-Allow-Origin "%{ORIGIN_SUB_DOMAIN}e" env=ORIGIN_SUB_DOMAIN
Header set Access-Control-Allow-Methods: "*"
Header set Access-Control-Allow-Headers: "Origin, X-Requested-With, Content-Type, Accept, Authorization"`,
  ],
  [
    "whoever asks",
    "vhost",
    `SetEnvIf Origin "^(https?://.*)$" CORS_ORIGIN=$1
Header always set Access-Control-Allow-Origin "%{CORS_ORIGIN}e" env=CORS_ORIGIN
Header always set Access-Control-Allow-Credentials "true"
Header always set Vary "Origin"`,
  ],
  [
    "whoever asks, without case",
    "htaccess",
    `SetEnvIfNoCase ^Origin$ ^https://(.*)$ TRUSTED=https://$1
Header unset Access-Control-Allow-Origin
Header always set Access-Control-Allow-Credentials "true" "expr=reqenv('TRUSTED') != ''"
Header always set Access-Control-Allow-Origin "%{TRUSTED}e" "expr=reqenv('TRUSTED') != ''"`,
  ],
  [
    "a variable that may not be set",
    "vhost",
    `SetEnvIf Origin "^https://app\\.example\\.com$" CORS_ORIGIN=$0
Header always set Access-Control-Allow-Origin "%{CORS_ORIGIN}e"`,
  ],
  [
    "images and fonts for everybody",
    "htaccess",
    `<IfModule mod_setenvif.c>
  <IfModule mod_headers.c>
    <FilesMatch "\\.(bmp|cur|gif|ico|jpe?g|png|svgz?|webp)$">
      SetEnvIf Origin ":" IS_CORS
      Header set Access-Control-Allow-Origin "*" env=IS_CORS
    </FilesMatch>
    <FilesMatch "\\.(eot|otf|ttf|ttc|woff2?)$">
      Header set Access-Control-Allow-Origin "*"
    </FilesMatch>
  </IfModule>
</IfModule>`,
  ],
  [
    "a rewrite that hands the origin on",
    "vhost",
    `RewriteEngine On
RewriteCond %{HTTP:Origin} ^https://app\\.example\\.com$ [NC]
RewriteRule ^ - [E=ORIGIN:%{HTTP:Origin}]
Header set Access-Control-Allow-Origin "%{ORIGIN}e" env=ORIGIN`,
  ],
  [
    "the same in an access file, with a list and without dots escaped",
    "htaccess",
    `RewriteEngine On
RewriteCond %{HTTP:Origin} ^(https?://(app.example.com|partner.example))$
RewriteRule .* - [E=ORIGIN:%{HTTP:Origin}]
Header set Access-Control-Allow-Origin %{ORIGIN}e env=ORIGIN
Header set Access-Control-Allow-Credentials "true"`,
  ],
  [
    "the group of a condition",
    "vhost",
    `RewriteEngine On
RewriteCond %{HTTP:Origin} "^(https://[a-z]+\\.example\\.com)$"
RewriteRule .* - [E=CORS:%1,NE]
Header always set Access-Control-Allow-Origin "%{CORS}e" env=CORS
Header always append Vary Origin`,
  ],
  [
    "a name that mod_rewrite does not know",
    "vhost",
    `RewriteEngine On
RewriteCond %{HTTP_ORIGIN} ^https?://app\\.example\\.com$ [NC]
RewriteCond %{REQUEST_METHOD} OPTIONS
RewriteRule ^(.*)$ - [R=204,L]
Header always set Access-Control-Allow-Origin "https://app.example.com"`,
  ],
  [
    "a location before an application",
    "vhost",
    `<Location /app>
  Header always set Access-Control-Allow-Origin "*"
  Header always set Access-Control-Allow-Methods "GET, POST, PUT, DELETE, OPTIONS"
  RewriteEngine On
  RewriteCond %{REQUEST_METHOD} OPTIONS
  RewriteRule ^(.*)$ $1 [R=204,L]
</Location>`,
  ],
  [
    "what the application said is dropped in one table",
    "vhost",
    `<Location "/app/">
  Header unset Access-Control-Allow-Origin
  Header set Access-Control-Allow-Origin "https://app.example.com"
</Location>`,
  ],
  [
    "in both tables, and set in one",
    "vhost",
    `<Location "/app/">
  Header unset Access-Control-Allow-Origin
  Header always unset Access-Control-Allow-Origin
  Header always set Access-Control-Allow-Origin "https://app.example.com"
  Header always set Access-Control-Allow-Credentials true
</Location>`,
  ],
  [
    "two tables at once",
    "vhost",
    `Header set Access-Control-Allow-Origin "*"
Header always set Access-Control-Allow-Origin "*"`,
  ],
  [
    "an If on the method",
    "vhost",
    `<If "%{REQUEST_METHOD} == 'OPTIONS'">
  Header always set Access-Control-Allow-Methods "GET, POST, PUT"
  Header always set Access-Control-Allow-Headers "content-type"
</If>
Header always set Access-Control-Allow-Origin "https://app.example.com"`,
  ],
  [
    "an If on the origin, and Else",
    "vhost",
    `<If "%{HTTP:Origin} =~ m#^https://([a-z]+)[.]example[.]com$#">
  Header set Access-Control-Allow-Origin "expr=%{req:Origin}"
</If>
<ElseIf "req('Origin') == 'https://partner.example'">
  Header set Access-Control-Allow-Origin "https://partner.example"
</ElseIf>
<Else>
  Header set X-Cors none
</Else>`,
  ],
  [
    "an If in a Directory",
    "vhost",
    `<Directory {folder}/www/{number}>
  <If "-n req_novary('Origin')">
    Header always set Access-Control-Allow-Origin "expr=%{req_novary:Origin}"
    Header always merge Vary Origin
  </If>
</Directory>`,
  ],
  [
    "an If in an access file",
    "htaccess",
    `<If "%{HTTP_HOST} != '' && req('Origin') -in {'https://app.example.com', 'https://partner.example'}">
  Header set Access-Control-Allow-Origin "expr=%{req:Origin}"
</If>`,
  ],
  [
    "an expression with a list",
    "vhost",
    `SetEnvIfExpr "req('Origin') in {'https://app.example.com', 'https://partner.example'}" allowed=1
Header set Access-Control-Allow-Origin "expr=%{req:Origin}" env=allowed
Header set X-Not-Allowed yes env=!allowed`,
  ],
  [
    "an expression's group",
    "vhost",
    `SetEnvIfExpr "req('Origin') =~ m#^(https?)://((?:app|admin)\\.example\\.com)$#" CORS=$1://$2
Header always set Access-Control-Allow-Origin %{CORS}e env=CORS`,
  ],
  [
    "an expression as a condition",
    "htaccess",
    `Header set Access-Control-Allow-Origin "https://app.example.com" "expr=%{req:Origin} == 'https://app.example.com'"
Header set Access-Control-Allow-Methods "PUT" "expr=%{REQUEST_METHOD} == 'OPTIONS'"`,
  ],
  ["an expression's value without an Origin", "vhost", 'Header set Access-Control-Allow-Origin "expr=%{req:Origin}"'],
  [
    "Limit around Header",
    "vhost",
    `<Location />
  <Limit GET>
    Header set Access-Control-Allow-Origin "*"
  </Limit>
</Location>`,
  ],
  [
    "an error document of another place",
    "vhost",
    `<Location /api/>
  Header always set Access-Control-Allow-Origin "https://app.example.com"
  ErrorDocument 404 /errors/404.html
</Location>`,
  ],
  [
    "an error document of the same place, and one as text",
    "htaccess",
    `ErrorDocument 404 /errors/404.html
ErrorDocument 403 "No"
Header set Access-Control-Allow-Origin "*"
Header always set X-Always 1`,
  ],
  [
    "a front controller",
    "htaccess",
    `RewriteEngine On
RewriteBase /
RewriteRule ^index\\.html$ - [L]
RewriteCond %{REQUEST_FILENAME} !-f
RewriteCond %{REQUEST_FILENAME} !-d
RewriteRule . /index.html [L]
Header set Access-Control-Allow-Origin "*"`,
  ],
  [
    "a front controller whose variables are renamed",
    "htaccess",
    `RewriteEngine On
RewriteCond %{HTTP:Origin} ^https://app\\.example\\.com$
RewriteRule .* - [E=ALLOWED:yes]
RewriteCond %{REQUEST_FILENAME} !-f
RewriteRule ^ index.html [QSA,L]
Header set Access-Control-Allow-Origin "https://app.example.com" env=ALLOWED
Header set X-Redirected yes env=REDIRECT_ALLOWED`,
  ],
  [
    "a child that replaces its parent's rules",
    "api/htaccess",
    `RewriteEngine On
RewriteRule ^old$ data.json [L]
Header always set Access-Control-Allow-Origin "https://partner.example"`,
  ],
  [
    "a login that answers preflights first",
    "vhost",
    `Header always set Access-Control-Allow-Origin "https://app.example.com"
Header always set Access-Control-Allow-Headers authorization
<Location /login/>
  AuthType Basic
  AuthName x
  AuthUserFile {folder}/htpasswd
  Require valid-user
</Location>`,
  ],
  [
    "a login that lets OPTIONS through",
    "vhost",
    `Header always set Access-Control-Allow-Origin "https://app.example.com"
<Location /login/>
  AuthType Basic
  AuthName x
  AuthUserFile {folder}/htpasswd
  <RequireAny>
    Require method OPTIONS
    Require valid-user
  </RequireAny>
</Location>`,
  ],
  [
    "a login for all but OPTIONS",
    "htaccess",
    `Header always set Access-Control-Allow-Origin "*"
AuthType Basic
AuthName x
AuthUserFile {folder}/htpasswd
<LimitExcept OPTIONS>
  Require valid-user
</LimitExcept>`,
  ],
  [
    "unknown origins turned away",
    "vhost",
    `SetEnvIf Origin "^https://app\\.example\\.com$" let_in
<Location /api/>
  <RequireAny>
    Require env let_in
    Require expr "-z req_novary('Origin')"
  </RequireAny>
</Location>
Header always set Access-Control-Allow-Origin "https://app.example.com" env=let_in`,
  ],
  [
    "turned away by a rule",
    "vhost",
    `RewriteEngine On
RewriteCond %{HTTP:Origin} !=""
RewriteCond %{HTTP:Origin} !^https://(app|admin)\\.example\\.com$
RewriteRule ^/api/ - [F]
Header set Access-Control-Allow-Origin "https://app.example.com"`,
  ],
  [
    "the access control of Apache 2.2",
    "vhost",
    `<Location /secret/>
  Order deny,allow
  Deny from all
</Location>
<Location /api/>
  Order allow,deny
  Allow from all
</Location>
Header always set Access-Control-Allow-Origin "*"`,
  ],
  [
    "a redirect to https that loses the headers",
    "vhost",
    `RewriteEngine On
RewriteCond %{HTTPS} off
RewriteRule ^/api/(.*)$ https://secure.example.com/api/$1 [R=301,L]
Header set Access-Control-Allow-Origin "*"`,
  ],
  [
    "redirects of mod_alias",
    "htaccess",
    `Redirect 301 /old /api/data.json
RedirectMatch 302 ^/v(\\d+)/(.*)$ /api/$2
RedirectMatch 404 ^/secret/
Header always set Access-Control-Allow-Origin "*"`,
  ],
  [
    "append, add and merge",
    "vhost",
    `Header append Vary Accept-Language
Header add Access-Control-Allow-Methods GET
Header add Access-Control-Allow-Methods POST
Header append Access-Control-Allow-Headers x-a
Header append Access-Control-Allow-Headers x-b
Header merge Access-Control-Allow-Headers x-a
Header setifempty Access-Control-Allow-Origin "*"`,
  ],
  [
    "edit and note",
    "vhost",
    `Header set Access-Control-Allow-Origin "http://app.example.com"
Header edit Access-Control-Allow-Origin ^http: https:
Header edit* Access-Control-Allow-Origin "[.]example" -example
Header always echo ^Origin$`,
  ],
  [
    "variables of BrowserMatch and SetEnv",
    "vhost",
    `SetEnv CORS_ON 1
BrowserMatch "Mozilla" is_browser
SetEnvIf Request_URI "^/api/" api
SetEnvIf Request_Method OPTIONS preflight
UnsetEnv CORS_OFF
Header set Access-Control-Allow-Origin "*" env=CORS_ON
Header set Access-Control-Allow-Methods "PUT" env=preflight
Header set Access-Control-Max-Age 60 env=api
Header set X-Browser yes env=!is_browser`,
  ],
  [
    "sections that meet",
    "vhost",
    `<Directory {folder}/www/{number}>
  Header set Access-Control-Allow-Origin "https://directory.example"
</Directory>
<DirectoryMatch "/api$">
  Header set Access-Control-Allow-Methods "PATCH"
</DirectoryMatch>
<Files "*.json">
  Header set Access-Control-Allow-Origin "https://files.example"
</Files>
<LocationMatch "^/api/">
  Header set Access-Control-Allow-Headers "x-location"
</LocationMatch>
<Location "/api/data.json">
  Header set Access-Control-Allow-Origin "https://location.example"
</Location>`,
  ],
  [
    "rules that pass on, skip and chain",
    "vhost",
    `RewriteEngine On
RewriteRule ^/old/(.*)$ /api/$1 [PT]
RewriteCond %{REQUEST_METHOD} =OPTIONS
RewriteRule ^ - [S=1]
RewriteRule ^/api/ - [E=REAL:1]
RewriteCond %{HTTP:Origin} =https://app.example.com [OR]
RewriteCond %{HTTP:Origin} =https://partner.example
RewriteRule ^ - [C]
RewriteRule ^ - [E=OK:1]
Header set Access-Control-Allow-Origin "expr=%{req:Origin}" env=OK
Header set Access-Control-Expose-Headers X-Real env=REAL`,
  ],
  [
    "rules with END, and a map",
    "vhost",
    `RewriteEngine On
RewriteMap low int:tolower
RewriteMap allowed txt:{folder}/origins.txt
RewriteCond \${allowed:\${low:%{HTTP:Origin}}|no} =yes
RewriteRule ^ - [E=OK:1]
RewriteRule ^/deep/?$ /deep/index.html [END]
Header always set Access-Control-Allow-Origin "expr=%{req_novary:Origin}" env=OK
Header always merge Vary Origin`,
  ],
  [
    "a fallback resource",
    "vhost",
    `<Directory {folder}/www/{number}>
  FallbackResource /index.html
  Header set Access-Control-Allow-Origin "*"
</Directory>
<Location /api/>
  Header set Access-Control-Allow-Origin "https://api.example"
</Location>`,
  ],
  [
    "an index and no slash",
    "htaccess",
    `DirectoryIndex missing.html index.html
<Files index.html>
  Header set Access-Control-Allow-Origin "https://index.example"
</Files>`,
  ],
  [
    "overriding an application's errors",
    "vhost",
    `ProxyErrorOverride On
ErrorDocument 404 /errors/404.html
Header set Access-Control-Allow-Origin "https://app.example.com"`,
  ],
  [
    "a proxy by a rule",
    "vhost",
    `RewriteEngine On
RewriteRule ^/v2/(.*)$ {app}$1 [P]
<Location /v2/>
  Header set Access-Control-Allow-Origin "https://v2.example"
</Location>`,
  ],
  [
    "request headers that the application never sees",
    "vhost",
    `<Location /app/>
  RequestHeader unset Origin
  Header set Access-Control-Allow-Origin "expr=%{req:Origin}"
</Location>`,
  ],
];

export const fieldConfigurations: readonly FieldConfiguration[] = rows.map(([why, where, text]) => ({
  why,
  where,
  text,
}));
