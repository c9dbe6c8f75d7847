/** What of an XML document there is without a DOM: the root element's name and text. */
export interface RootOnlyDocument {
  readonly documentElement: { readonly localName: string; readonly nodeName: string; readonly textContent: string };
}

/**
 * A document of an XML text: a real one where the environment has a DOMParser (jsdom, happy-dom), else its root element
 * alone. Null for what has no root.
 */
export function xmlDocument(text: string): Document | RootOnlyDocument | null {
  const { DOMParser: Parser } = globalThis as { DOMParser?: typeof DOMParser };
  if (Parser !== undefined) {
    const document = new Parser().parseFromString(text, "application/xml");
    return document.querySelector("parsererror") === null ? document : null;
  }
  const body = text.replace(/<!--[\s\S]*?-->|<\?[\s\S]*?\?>|<!DOCTYPE[^>]*>/g, "").trim();
  const [, nodeName, content = ""] = /^<([A-Za-z_][\w.:-]*)(?:\s[^>]*)?(?:\/>|>([\s\S]*)<\/\1\s*>)$/.exec(body) ?? [];
  if (nodeName === undefined) return null;
  const localName = nodeName.slice(nodeName.indexOf(":") + 1);
  return { documentElement: { localName, nodeName, textContent: content.replace(/<[^>]*>/g, "") } };
}
