import { isUnderstood } from "../../../config/nginx/known-directives.ts";
import { walkDirectives } from "../../../config/nginx/walk-directives.ts";
import { broken, type NginxCheck } from "../nginx-check.ts";

/** Names that people write, and what they mean. */
const meant: Readonly<Record<string, string>> = {
  "allow-origin": "Access-Control-Allow-Origin",
  "allow-origins": "Access-Control-Allow-Origin",
  "access-control-allow-origins": "Access-Control-Allow-Origin",
  "access-control-origin": "Access-Control-Allow-Origin",
  "access-control-allowed-origin": "Access-Control-Allow-Origin",
  "access-allow-control-origin": "Access-Control-Allow-Origin",
  "allow-method": "Access-Control-Allow-Methods",
  "allow-methods": "Access-Control-Allow-Methods",
  "access-control-allow-method": "Access-Control-Allow-Methods",
  "access-control-methods": "Access-Control-Allow-Methods",
  "access-control-request-method": "Access-Control-Allow-Methods",
  "access-control-request-methods": "Access-Control-Allow-Methods",
  "allow-headers": "Access-Control-Allow-Headers",
  "access-control-allow-header": "Access-Control-Allow-Headers",
  "access-control-headers": "Access-Control-Allow-Headers",
  "access-control-request-headers": "Access-Control-Allow-Headers",
  "allow-credentials": "Access-Control-Allow-Credentials",
  "access-control-allow-credential": "Access-Control-Allow-Credentials",
  "access-control-credentials": "Access-Control-Allow-Credentials",
  "access-control-expose-header": "Access-Control-Expose-Headers",
  "access-control-exposed-headers": "Access-Control-Expose-Headers",
  "access-control-maxage": "Access-Control-Max-Age",
};

/** A header that means nothing to a browser, one letter from one that does. */
export const misspeltHeader: NginxCheck = {
  id: "misspelt-header",
  run: ({ directives }) =>
    [...walkDirectives(directives)].flatMap((directive) => {
      if (directive.name !== "add_header") return [];
      const [name = "", ...rest] = directive.args;
      const right =
        meant[name.toLowerCase().replace(/:$/, "")] ??
        (/^access-control-.*:$/i.test(name) ? name.slice(0, -1) : undefined);
      if (right === undefined) return [];
      return [
        broken(
          "misspelt-header",
          directive,
          `${JSON.stringify(name)} is no header that a browser looks for: this line does nothing. ${right} does.`,
          `add_header ${right} ${rest.map((word) => (/^[^\s;{}"']+$/.test(word) ? word : `"${word}"`)).join(" ")};`,
        ),
      ];
    }),
};

/** `cors-enabled true;` is from nowhere. */
export const noSuchDirective: NginxCheck = {
  id: "no-such-directive",
  run: ({ directives }) =>
    [...walkDirectives(directives)].flatMap((directive) => {
      const { name } = directive;
      if (isUnderstood(name) || !/cors|access-control|allow-origin|cross-origin|^header$|^set-header$/i.test(name))
        return [];
      if (!/^[a-z][\w-]*$/i.test(name)) return [];
      return [
        broken(
          "no-such-directive",
          directive,
          `nginx has no directive "${name}": it does not start with it. CORS is switched on by response headers.`,
          "add_header Access-Control-Allow-Origin https://app.example.com always;",
        ),
      ];
    }),
};
