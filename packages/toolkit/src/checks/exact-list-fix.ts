/** Configuration lines by server. */
export interface ServerFix {
  readonly nginx: string;
  readonly apache: string;
  readonly iis: string;
  readonly express: string;
}

/**
 * How each server compares `Origin` with a list of exact origins. nginx's plain map keys ignore case, so they are
 * regexes; Apache's pattern is anchored at both ends, or it would echo anybody.
 */
export function exactListFix(options: { readonly credentials: boolean }): ServerFix {
  const onlyWith = (...lines: readonly string[]): readonly string[] => (options.credentials ? lines : []);
  const iisCredentials = options.credentials ? ' allowCredentials="true"' : "";
  const libraryCredentials = options.credentials ? ", allowCredentials: true" : "";
  return {
    nginx: [
      "# in http { }",
      "map $http_origin $cors_origin {",
      '    "~^https://(?:app|admin)\\.example\\.com$" $http_origin;',
      "}",
      ...onlyWith("map $cors_origin $cors_credentials {", '    "~." true;', "}"),
      "# in the server or location, beside every other add_header of that place",
      "add_header Access-Control-Allow-Origin $cors_origin always;",
      ...onlyWith("add_header Access-Control-Allow-Credentials $cors_credentials always;"),
      "add_header Vary Origin always;",
    ].join("\n"),
    apache: [
      'SetEnvIf Origin "^https://(app|admin)\\.example\\.com$" CORS_ORIGIN=$0',
      'Header always set Access-Control-Allow-Origin "%{CORS_ORIGIN}e" env=CORS_ORIGIN',
      ...onlyWith('Header always set Access-Control-Allow-Credentials "true" env=CORS_ORIGIN'),
      "Header always merge Vary Origin",
    ].join("\n"),
    iis: [
      "<!-- web.config, in system.webServer; needs the IIS CORS module -->",
      '<cors enabled="true">',
      `  <add origin="https://app.example.com"${iisCredentials} />`,
      `  <add origin="https://admin.example.com"${iisCredentials} />`,
      "</cors>",
    ].join("\n"),
    express: [
      'import { cors } from "@crosscheck/cors/node";',
      `app.use(cors({ allowOrigins: ["https://app.example.com", "https://admin.example.com"]${libraryCredentials} }));`,
    ].join("\n"),
  };
}
