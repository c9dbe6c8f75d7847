import type { Place } from "../apache/directive.ts";
import { attribute, type ConfigElement, childrenOf } from "./parse.ts";

/** A mistake in a web.config for which IIS answers 500.19. */
export interface ConfigurationError {
  readonly message: string;
  readonly place: Place;
}

/** The `<system.webServer>` elements that hold for a path, the widest first. */
export function webServersFor(root: ConfigElement, path: string): readonly ConfigElement[] {
  const locations = childrenOf([root], "location")
    .map((location) => ({ location, path: normalized(attribute(location, "path") ?? "") }))
    .filter(({ path: prefix }) => isBelow(normalized(path), prefix))
    .toSorted((left, right) => left.path.length - right.path.length);
  return [
    ...childrenOf([root], "system.webServer"),
    ...locations.flatMap(({ location }) => childrenOf([location], "system.webServer")),
  ];
}

function normalized(path: string): string {
  return path.toLowerCase().replace(/^\.?\/+|\/+$/g, "");
}

function isBelow(path: string, prefix: string): boolean {
  return prefix === "" || path === prefix || path.startsWith(`${prefix}/`);
}

/** A collection of `<add>`, `<remove>` and `<clear>` through all places that hold, by a key. */
export function collection(
  sections: readonly ConfigElement[],
  key: string,
): readonly ConfigElement[] | ConfigurationError {
  let items: ConfigElement[] = [];
  for (const section of sections) {
    for (const child of section.children) {
      const name = attribute(child, key)?.toLowerCase();
      const known = items.findIndex((item) => attribute(item, key)?.toLowerCase() === name);
      if (child.name === "clear") items = [];
      else if (child.name === "remove" && known !== -1) items.splice(known, 1);
      else if (child.name === "add" && known !== -1) {
        return {
          message: `<add ${key}="${attribute(child, key)}"> is there already: remove it first, by <remove ${key}="${attribute(child, key)}" />.`,
          place: child.place,
        };
      } else if (child.name === "add") items.push(child);
    }
  }
  return items;
}
