import { Parser } from "htmlparser2";

/** What a page says of itself and loads, as far as its text was read. */
export interface PageElements {
  /** Whether any of its text was: a scan that ran out of time or patience has the headers alone. */
  readonly read: boolean;
  /** Scripts and style sheets with an address. */
  readonly resources: readonly {
    readonly kind: "script" | "stylesheet";
    readonly src: string;
    readonly integrity: boolean;
  }[];
  /** `<meta http-equiv="content-security-policy">` */
  readonly policies: readonly string[];
  /** `<meta name="referrer">` */
  readonly referrer: string | null;
}

/** Reads hostile markup, null for what did not come; at most a thousand resources. */
export function readPage(markup: string | null): PageElements {
  const resources: PageElements["resources"][number][] = [];
  const policies: string[] = [];
  let referrer: string | null = null;
  const parser = new Parser({
    onopentag(name, attributes) {
      const integrity = /\bsha(?:256|384|512)-/.test(attributes.integrity ?? "");
      if (resources.length >= 1_000) return;
      if (name === "script" && attributes.src !== undefined) {
        resources.push({ kind: "script", src: attributes.src, integrity });
      }
      const rel = (attributes.rel ?? "").toLowerCase().split(/\s+/);
      if (name === "link" && rel.includes("stylesheet") && attributes.href !== undefined) {
        resources.push({ kind: "stylesheet", src: attributes.href, integrity });
      }
      if (name !== "meta") return;
      const content = attributes.content ?? "";
      if (attributes["http-equiv"]?.toLowerCase() === "content-security-policy") policies.push(content);
      if (attributes.name?.toLowerCase() === "referrer") referrer = content;
    },
  });
  parser.end(markup ?? "");
  return { read: markup !== null, resources, policies, referrer };
}
