import { type Block, type Section, text } from "../section.ts";

/** The policy of this chapter: small enough to read in every language. */
const policy = `version: 1
rules:
  - id: fonts
    path: /fonts/*
    allowOrigins: "*"
    maxAge: 1d
  - id: api
    path: /api/*
    allowOrigins: [https://app.example.com, https://admin.example.com]
    allowCredentials: true
    allowMethods: [PUT, DELETE]
    allowHeaders: [Content-Type]
    exposeHeaders: [ETag]
    maxAge: 2h
`;

const configuration = (target: string): Block => ({ kind: "configuration", policy, target });

export const configureServers: Section = {
  id: "configure-servers",
  title: "Configuring Apache, nginx and IIS",
  lead: "One policy, and the files for each server written from it, so that no line has to be remembered.",
  parts: [
    {
      id: "the-policy",
      title: "The policy",
      blocks: [
        text(`
\`\`\`yaml
${policy}\`\`\`

Public fonts for everybody, without credentials; an API for two applications, with. Everything else has no CORS. The files below are what
\`crosscheck generate\` makes of it; each was run on the real server and compared with the policy, answer by answer (IIS: with its documentation).
        `),
      ],
    },
    {
      id: "nginx",
      title: "nginx",
      blocks: [
        text(`
\`add_header\` looks simple, and three of its rules break most configurations found in the field: without \`always\` an error carries no header; one
\`add_header\` in a \`location\` drops all that stand above it; and an \`if\` around it changes what else applies. Lists of origins belong in a \`map\`.
        `),
        configuration("nginx"),
        text(`
\`\`\`sh
npx crosscheck generate nginx --policy crosscheck.policy.yaml --output ./nginx
nginx -t && nginx -s reload
npx crosscheck lint /etc/nginx/nginx.conf
\`\`\`
        `),
      ],
    },
    {
      id: "apache",
      title: "Apache",
      blocks: [
        text(`
\`Header set\` is for successful answers alone, \`Header always set\` for the others too; a server that uses both for one name sends it twice. The
origin is compared by an expression, and the header set from the result.
        `),
        configuration("apache"),
        text(`
\`\`\`sh
npx crosscheck generate apache --policy crosscheck.policy.yaml --output ./apache
apachectl configtest && apachectl graceful
npx crosscheck lint /etc/apache2/apache2.conf
\`\`\`
        `),
      ],
    },
    {
      id: "htaccess",
      title: ".htaccess",
      blocks: [
        text(`
Where only a directory is yours: the same, within what \`AllowOverride FileInfo\` lets a file say. It is read again with each request, so long lists belong in
the server's own configuration. Nothing has to be reloaded.
        `),
        configuration("htaccess"),
      ],
    },
    {
      id: "iis",
      title: "IIS",
      blocks: [
        text(`
IIS has a CORS module of its own, to be installed once. It knows lists of origins and answers preflights. \`customHeaders\`, which most guides show, can send one fixed value only.
        `),
        configuration("iis"),
        text(`
In IIS Manager: choose the site, open *Configuration Editor*, section \`system.webServer/cors\`. The file is read when it changes; nothing has to be reloaded. [The clicks and
the appcmd lines](https://learn.microsoft.com/iis/extensions/cors-module/cors-module-configuration-reference) are in docs/iis.md, too.
        `),
      ],
    },
    {
      id: "check-it",
      title: "Check it",
      blocks: [
        text(`
\`\`\`sh
curl -i https://example.com/api/items -H "Origin: https://app.example.com"      # the origin comes back, with Vary: Origin
curl -i https://example.com/api/items -H "Origin: https://attacker.example"     # no Access-Control header
curl -i https://example.com/api/items -X OPTIONS -H "Origin: https://app.example.com" -H "Access-Control-Request-Method: PUT"   # 204
curl -i https://example.com/api/nothing -H "Origin: https://app.example.com"    # the headers are on the 404, too
npx crosscheck scan https://example.com/api/items
npx crosscheck verify nginx --policy crosscheck.policy.yaml
\`\`\`
        `),
      ],
    },
  ],
  next: {
    kind: "page",
    says: "Generate the files for your own policy.",
    path: "/generate",
    label: "Generate a configuration",
  },
};
