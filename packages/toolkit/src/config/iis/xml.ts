/** An element to print. Attributes keep their order. */
export interface XmlElement {
  readonly name: string;
  readonly attributes?: Readonly<Record<string, string | undefined>>;
  readonly children?: readonly (XmlElement | string)[];
}

/** An element on its own lines; a text among the children is a comment. */
export function printXml(element: XmlElement, depth = 0): string {
  const indent = "  ".repeat(depth);
  const attributes = Object.entries(element.attributes ?? {})
    .filter((entry): entry is [string, string] => entry[1] !== undefined)
    .map(([name, value]) => ` ${name}="${escapeXml(value)}"`)
    .join("");
  const children = element.children ?? [];
  if (children.length === 0) return `${indent}<${element.name}${attributes} />\n`;
  const inside = children.map((child) =>
    typeof child === "string" ? `${indent}  ${xmlComment(child)}\n` : printXml(child, depth + 1),
  );
  return `${indent}<${element.name}${attributes}>\n${inside.join("")}${indent}</${element.name}>\n`;
}

/** Text as an attribute's value: nothing in it can end the value, and line ends survive. */
export function escapeXml(text: string): string {
  return text
    .replace(/[&<>"'\t\n\r]/g, (character) => `&#${character.charCodeAt(0)};`)
    .replace(/[\u0000-\u0008\u000b\u000c\u000e-\u001f\ufffe\uffff]/g, "\ufffd");
}

/** A comment: two hyphens would end it, and control characters are none of XML. */
export function xmlComment(text: string): string {
  const safe = text.replace(/[\u0000-\u001f\u007f-\u009f\u2028\u2029\ufffe\uffff]+/g, " ").replace(/-(?=-)/g, "- ");
  return `<!-- ${safe.replace(/-$/, "- ")} -->`;
}
