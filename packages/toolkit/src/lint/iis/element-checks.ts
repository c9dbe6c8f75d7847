import { attribute, type ConfigElement, childrenOf } from "../../config/iis/parse.ts";
import type { ConfigFault } from "../lint-target.ts";
import { nearestHeader } from "../nearest-header.ts";

interface ElementSite {
  readonly element: ConfigElement;
  readonly path: readonly string[];
}

/** What the text of a web.config shows. */
export function elementFindings(root: ConfigElement): readonly ConfigFault[] {
  const sites = sitesIn(root);
  return [
    ...sites.flatMap(misplaced),
    ...sites.flatMap(nearMiss),
    ...sites.flatMap(duplicate),
    ...sites.flatMap(disabledModule),
    ...sites.flatMap(unknownInCors),
    ...preflightByHandler(root, sites),
    ...twoLayers(sites),
  ];
}

function finding(
  check: string,
  { place }: ConfigElement,
  message: string,
  fix: string,
  level: ConfigFault["level"] = "broken",
  severity: ConfigFault["severity"] = "info",
): ConfigFault {
  return { check, level, severity, place, message, fix };
}

function sitesIn(root: ConfigElement): readonly ElementSite[] {
  const found: ElementSite[] = [{ element: root, path: [] }];
  for (let index = 0; index < found.length; index++) {
    const site = found[index];
    if (site === undefined) continue;
    for (const child of site.element.children) found.push({ element: child, path: [...site.path, site.element.name] });
  }
  return found;
}

function misplaced({ element, path }: ElementSite): readonly ConfigFault[] {
  const where: Readonly<Record<string, string>> = {
    httpProtocol: "system.webServer",
    cors: "system.webServer",
    customHeaders: "httpProtocol",
    rewrite: "system.webServer",
  };
  const expected = where[element.name];
  const parent = path.at(-1);
  if (expected === undefined || parent === expected) return [];
  return [
    finding(
      "misplaced-section",
      element,
      `<${element.name}> belongs in <${expected}>, and stands in <${parent ?? "nothing"}>: IIS answers 500.19, or ignores it.`,
      `<${expected}>\n  <${element.name}> … </${element.name}>\n</${expected}>`,
      "broken",
      "medium",
    ),
  ];
}

function nearMiss({ element, path }: ElementSite): readonly ConfigFault[] {
  if (element.name !== "add" || path.at(-1) !== "customHeaders") return [];
  const name = attribute(element, "name") ?? "";
  const near = nearestHeader(name);
  return near === null
    ? []
    : [
        finding(
          "header-name-near-miss",
          element,
          `No browser knows ${JSON.stringify(name)}: the header is ${near}.`,
          `<add name="${near}" value="…" />`,
        ),
      ];
}

function duplicate({ element, path }: ElementSite): readonly ConfigFault[] {
  if (element.name !== "customHeaders" && !(element.name === "cors" && path.at(-1) === "system.webServer")) return [];
  const key = element.name === "cors" ? "origin" : "name";
  const seen = new Set<string>();
  const findings: ConfigFault[] = [];
  for (const child of element.children) {
    const value = attribute(child, key)?.toLowerCase() ?? "";
    if (child.name === "clear") seen.clear();
    else if (child.name === "remove") seen.delete(value);
    else if (child.name === "add" && seen.has(value))
      findings.push(
        finding(
          "duplicate-entry",
          child,
          `<add ${key}="${attribute(child, key)}"> is there already: IIS answers 500.19.`,
          `<remove ${key}="${attribute(child, key)}" /> before it, or one of the two`,
          "broken",
          "medium",
        ),
      );
    else if (child.name === "add") seen.add(value);
  }
  const added = element.children.filter(({ name }) => name === "add");
  const inherited =
    element.name === "customHeaders"
      ? added.find(
          (child) =>
            /^access-control-/i.test(attribute(child, "name") ?? "") &&
            !element.children.some(
              (other) =>
                other.name === "clear" ||
                (other.name === "remove" &&
                  attribute(other, "name")?.toLowerCase() === attribute(child, "name")?.toLowerCase()),
            ),
        )
      : undefined;
  if (inherited !== undefined) {
    findings.push(
      finding(
        "missing-remove",
        inherited,
        `If a place above this one adds ${attribute(inherited, "name")} too, IIS answers 500.19.`,
        `<remove name="${attribute(inherited, "name")}" />\nbefore it`,
        "info",
        "info",
      ),
    );
  }
  return findings;
}

function disabledModule({ element, path }: ElementSite): readonly ConfigFault[] {
  if (element.name !== "cors" || path.at(-1) !== "system.webServer" || attribute(element, "enabled") === "true")
    return [];
  return [
    finding(
      "module-not-enabled",
      element,
      'Without enabled="true" the CORS module does nothing.',
      '<cors enabled="true">',
    ),
  ];
}

const known: Readonly<Record<string, readonly string[]>> = {
  cors: ["enabled", "failUnlistedOrigins"],
  allowHeaders: ["allowAllRequestedHeaders"],
  allowMethods: [],
  exposeHeaders: [],
};

function unknownInCors({ element, path }: ElementSite): readonly ConfigFault[] {
  if (element.name !== "cors" && !path.includes("cors")) return [];
  const parent = path.at(-1) ?? "";
  const adds: Readonly<Record<string, readonly string[]>> = {
    cors: ["origin", "allowed", "allowCredentials", "maxAge"],
    allowHeaders: ["header"],
    exposeHeaders: ["header"],
    allowMethods: ["method"],
  };
  const allowed =
    element.name === "add" || element.name === "remove"
      ? adds[parent]
      : element.name === "clear"
        ? []
        : known[element.name];
  if (allowed === undefined)
    return [
      finding(
        "unknown-entry",
        element,
        `<${element.name}> is none of the CORS module's: IIS answers 500.19.`,
        "Remove it.",
        "broken",
        "medium",
      ),
    ];
  const [wrong] = [...element.attributes.keys()].filter((name) => !allowed.includes(name));
  if (wrong === undefined) return [];
  return [
    finding(
      "unknown-entry",
      element,
      `<${element.name}> takes no ${wrong} here: IIS answers 500.19. It takes ${allowed.join(", ") || "nothing"}.`,
      `<${element.name}${allowed[0] === undefined ? "" : ` ${allowed[0]}="…"`} />`,
      "broken",
      "medium",
    ),
  ];
}

/** Custom headers say nothing about who answers OPTIONS. */
function preflightByHandler(root: ConfigElement, sites: readonly ElementSite[]): readonly ConfigFault[] {
  const custom = (name: RegExp): ElementSite | undefined =>
    sites.find(
      ({ element, path }) =>
        element.name === "add" && path.at(-1) === "customHeaders" && name.test(attribute(element, "name") ?? ""),
    );
  const origin = custom(/^access-control-allow-origin$/i);
  if (origin === undefined || childrenOf(childrenOf([root], "system.webServer"), "cors").length > 0) return [];
  const findings: ConfigFault[] = [];
  if (custom(/^access-control-allow-headers$/i) === undefined) {
    findings.push(
      finding(
        "no-allow-headers",
        origin.element,
        "Without Access-Control-Allow-Headers no page can send JSON or Authorization: the preflight grants no header.",
        '<add name="Access-Control-Allow-Headers" value="Content-Type, Authorization" />',
        "info",
        "low",
      ),
    );
  }
  findings.push(
    finding(
      "preflight-by-handler",
      origin.element,
      "Who answers OPTIONS is the site's handlers' to say: an application may answer 401, 404 or 405, and every preflight fails.",
      "Use the IIS CORS module, which answers preflights itself: crosscheck generate iis",
      "info",
      "info",
    ),
  );
  return findings;
}

/** Custom headers beside the module, or beside an application that has CORS of its own. */
function twoLayers(sites: readonly ElementSite[]): readonly ConfigFault[] {
  const custom = sites.find(
    ({ element, path }) =>
      element.name === "add" &&
      path.at(-1) === "customHeaders" &&
      /^access-control-allow-origin$/i.test(attribute(element, "name") ?? ""),
  );
  if (custom === undefined) return [];
  const module = sites.some(
    ({ element, path }) =>
      element.name === "cors" && path.at(-1) === "system.webServer" && attribute(element, "enabled") === "true",
  );
  if (module)
    return [
      finding(
        "doubled-layer",
        custom.element,
        "The CORS module and <customHeaders> both send Access-Control-Allow-Origin: two values are none to a browser.",
        '<remove name="Access-Control-Allow-Origin" />',
      ),
    ];
  const application = sites.some(({ element }) => /^(?:aspNetCore|iisnode|httpPlatform)$/.test(element.name));
  return application
    ? [
        finding(
          "application-may-double",
          custom.element,
          "If the application adds CORS itself, both headers are sent, and two values are none to a browser.",
          "Leave CORS to one of the two.",
          "info",
          "info",
        ),
      ]
    : [];
}
