import { evaluateIis } from "../../config/iis/evaluate.ts";
import { attribute, type ConfigElement, childrenOf, parseWebConfig } from "../../config/iis/parse.ts";
import type { Place } from "../../config/source.ts";
import { costlyRules } from "../costly-rules.ts";
import type { ConfigFault, LintSite, LintSubject, LintTarget, OriginRule } from "../lint-target.ts";
import { namesOf, originsOfRules } from "../rule-origins.ts";
import { hostsIn, sampleExpression } from "../sample-expression.ts";
import { elementFindings } from "./element-checks.ts";

export const webConfigTarget: LintTarget = {
  name: "web.config",
  summary: "IIS's web.config, by its documentation: not run on an IIS",
  fixName: "iis",
  detect: (file, text) => {
    if (/(?:^|[\\/.])web(?:\.[\w-]+)?\.config$/i.test(file)) return "by name";
    return /<system\.webServer\b/.test(text) ? "by text" : null;
  },
  read: (text, { file }): LintSubject => {
    const { root, problems } = parseWebConfig(text, file);
    const everything = root === null ? [] : all(root);
    const originRules = everything.flatMap(originRuleOf);
    const texts = everything.flatMap((element) => [
      attribute(element, "origin") ?? "",
      attribute(element, "value") ?? "",
    ]);
    const { faults, guard } = costlyRules(originRules);
    const ruleOrigins = originsOfRules(originRules);
    const hosts = hostsIn([...originRules.flatMap(({ source }) => sampleExpression(source)), ...texts]);
    const respond = root === null ? null : guard(evaluateIis(root));
    const place = placeOf(everything);
    return {
      problems,
      missing: [],
      files: [file],
      respond: () => (request) => {
        if (respond === null) return { kind: "not modelled", why: "a file that is no XML", place: null };
        const evaluated = respond(request);
        if (evaluated.kind === "not modelled") return evaluated;
        return { ...evaluated, origins: place === null ? [] : [{ name: "Access-Control-Allow-Origin", place }] };
      },
      sites: root === null ? [] : sitesOf(root, hosts),
      originRules,
      ruleOrigins,
      namedOrigins: [...new Set([...hosts.map((host) => `https://${host}`), ...namesOf(ruleOrigins)])].slice(0, 20),
      faults: root === null ? [] : [...faults, ...elementFindings(root), ...unverified(root, place)],
    };
  },
};

function unverified(root: ConfigElement, place: Place | null): readonly ConfigFault[] {
  if (place === null) return [];
  return [
    {
      check: "unverified",
      level: "info",
      severity: "info",
      place: root.place,
      message: "What is said of this file follows Microsoft's documentation of IIS: none was asked.",
      fix: "Scan the running site to know: crosscheck scan URL.",
    },
  ];
}

function all(root: ConfigElement): readonly ConfigElement[] {
  const found = [root];
  for (let index = 0; index < found.length; index++) {
    for (const child of found[index]?.children ?? []) found.push(child);
  }
  return found;
}

function originRuleOf(element: ConfigElement): readonly OriginRule[] {
  if (!/\{HTTP_ORIGIN\}/i.test(attribute(element, "input") ?? "") || attribute(element, "negate") === "true") return [];
  const source = attribute(element, "pattern") ?? "";
  return [{ source, caseless: attribute(element, "ignoreCase") !== "false", place: element.place }];
}

/** What sets Access-Control-Allow-Origin. */
function placeOf(elements: readonly ConfigElement[]): Place | null {
  const setter = elements.find(
    (element) =>
      (element.name === "add" &&
        (/^access-control-/i.test(attribute(element, "name") ?? "") || attribute(element, "origin") !== null)) ||
      (element.name === "match" && /^RESPONSE_Access_Control_/i.test(attribute(element, "serverVariable") ?? "")),
  );
  return setter?.place ?? null;
}

function sitesOf(root: ConfigElement, hosts: readonly string[]): readonly LintSite[] {
  const [host = "api.example.com"] = hosts.map(
    (name) =>
      `api.${name
        .split(".")
        .slice(name.split(".").length > 2 ? 1 : 0)
        .join(".")}`,
  );
  const paths = childrenOf([root], "location").map((location) =>
    (attribute(location, "path") ?? "").replace(/^\.?\/*|\/+$/g, ""),
  );
  const urls = ["", ...paths].map(
    (path) => `https://${host}/${path === "" ? "" : `${encodeURI(path)}/`}crosscheck-page.html`,
  );
  return [...new Set(urls)].slice(0, 24).map((url) => ({ url, scheme: "https", port: 443, place: root.place }));
}
