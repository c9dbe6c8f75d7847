import { generatedMark } from "../generated.ts";
import { printXml, type XmlElement, xmlComment } from "./xml.ts";

/** A web.config of these sections; those of a path stand in a `<location>` of their own. */
export function webConfig(title: readonly string[], parts: readonly WebConfigPart[]): string {
  const intro = [`${generatedMark}, for IIS; how it was made and how to load it is in iis-steps.txt.`, ...title];
  const root: XmlElement = {
    name: "configuration",
    children: parts.map(({ path, sections }): XmlElement => {
      const webServer: XmlElement = { name: "system.webServer", children: sections };
      return path === null ? webServer : { name: "location", attributes: { path }, children: [webServer] };
    }),
  };
  return `<?xml version="1.0" encoding="UTF-8"?>\n${intro.map((line) => `${xmlComment(line)}\n`).join("")}${printXml(root)}`;
}

export interface WebConfigPart {
  /** Null: for the whole site. */
  readonly path: string | null;
  readonly sections: readonly XmlElement[];
}
