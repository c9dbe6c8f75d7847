import type { NginxDirective } from "../../../config/nginx/directive.ts";
import { escapeExpression } from "../../../config/path-expression.ts";
import type { ConfigFault } from "../../lint-target.ts";
import { broken, type NginxCheck } from "../nginx-check.ts";

const isOriginMap = ({ name, args }: NginxDirective): boolean =>
  name === "map" && /\$\{?http_origin\b/.test(args[0] ?? "");

/** Lines of a map that are compared whole. */
function exactKeys(map: NginxDirective): readonly NginxDirective[] {
  return (map.children ?? []).filter(
    ({ name, args }) => args.length > 0 && name !== "default" && name !== "include" && !name.startsWith("~"),
  );
}

/** Exact keys are compared without regard to case. */
export const caselessKey: NginxCheck = {
  id: "caseless-key",
  run: ({ configuration }) =>
    [...configuration.tables.values()].filter(isOriginMap).flatMap((map): readonly ConfigFault[] => {
      // A line that lets no capital letter through comes before them all: but exact keys win over expressions.
      const key = exactKeys(map).find(({ name, args }) => name.includes("://") && args[0]?.includes("$http_origin"));
      if (key === undefined) return [];
      return [
        {
          check: "caseless-key",
          level: "info",
          severity: "info",
          place: key.place,
          message: `nginx compares this key without regard to case: ${key.name.toUpperCase()} is answered with itself, too. No browser sends it.`,
          fix: `"~^${escapeExpression(key.name)}$" $http_origin;`,
        },
      ];
    }),
};

/** A key that no Origin is equal to. */
export const originNeverMatches: NginxCheck = {
  id: "origin-never-matches",
  run: ({ configuration }) =>
    [...configuration.tables.values()]
      .filter((map) => map.name === "map" && /^\$\{?http_origin\}?$/.test(map.args[0] ?? ""))
      .flatMap((map) => {
        if ((map.children ?? []).some(({ name }) => name === "hostnames")) return [];
        return exactKeys(map).flatMap((key) => {
          const text = key.name.replace(/^\\/, "");
          if (text === "" || text === "null" || /^[a-z][a-z0-9+.-]*:\/\/[^/*\s]+$/i.test(text)) return [];
          const suggestion = text.includes("://") ? text.replace(/^([^/]*\/\/[^/]*).*$/, "$1") : `https://${text}`;
          const why = text.includes("*")
            ? "has a *, which means nothing here"
            : text.includes("://")
              ? "has a path"
              : "has no scheme";
          return [
            broken(
              "origin-never-matches",
              key,
              `${JSON.stringify(text)} ${why}: no Origin is ever equal to it, so this line does nothing.`,
              `${suggestion.replace("*", "app")} $http_origin;`,
            ),
          ];
        });
      }),
};

/** https://github.com/nginx/nginx/blob/release-1.22.1/src/core/ngx_hash.c#L250 : 8 + align(length + 2, 8) + 8 fit a bucket. */
export const keyTooLong: NginxCheck = {
  id: "key-too-long",
  run: ({ configuration }) => {
    const given = configuration.http.own.get("map_hash_bucket_size")?.[0]?.args[0];
    const bucket = Math.ceil(Number(given ?? 64) / 64) * 64;
    return [...configuration.tables.values()]
      .filter(({ name }) => name === "map")
      .flatMap((map) =>
        exactKeys(map)
          .filter(({ name }) => 16 + Math.ceil((name.length + 2) / 8) * 8 > bucket)
          .slice(0, 1)
          .map((key) =>
            broken(
              "key-too-long",
              key,
              `A key of ${key.name.length} bytes does not fit a bucket of ${bucket}: nginx does not start ("could not build map_hash").`,
              `map_hash_bucket_size ${bucket * 2};`,
            ),
          ),
      );
  },
};

/** `map_hash_bucket_size` and `map_hash_max_size` may be given once. */
export const mapHashTwice: NginxCheck = {
  id: "map-hash-twice",
  run: ({ configuration }) =>
    ["map_hash_bucket_size", "map_hash_max_size"].flatMap((name) =>
      (configuration.http.own.get(name) ?? [])
        .slice(1)
        .map((directive) =>
          broken(
            "map-hash-twice",
            directive,
            `${name} is given a second time: nginx does not start ("directive is duplicate").`,
            `Keep one: ${name} in nginx.conf, and none in files that it includes.`,
          ),
        ),
    ),
};

/** `$` of a path's expression is met before a newline at the end, too: `/login%0A`. */
export const dollarBeforeNewline: NginxCheck = {
  id: "dollar-before-newline",
  run: ({ configuration }) =>
    [...configuration.tables.values()]
      .filter(({ name, args }) => name === "map" && /\$\{?(?:document_)?uri\b/.test(args[0] ?? ""))
      .flatMap((map) =>
        (map.children ?? [])
          .filter(({ name }) => name.startsWith("~") && /(?:^|[^\\])(?:\\\\)*\$$/.test(name))
          .slice(0, 1)
          .map(
            ({ name, place }): ConfigFault => ({
              check: "dollar-before-newline",
              level: "info",
              severity: "low",
              place,
              message: `$ is met before a newline at the end, too, and $uri is decoded: this matches a path that ends in %0A.`,
              fix: `"${name.slice(0, -1)}\\z" …;`,
            }),
          ),
      ),
};
