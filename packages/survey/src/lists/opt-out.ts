import { readFileSync } from "node:fs";
import { isIP } from "node:net";
import { domainToASCII } from "node:url";
import { ListError } from "./list-error.ts";
import { messageOf } from "./open-list.ts";

/** Who asked not to be surveyed. */
export interface OptOut {
  /** A name of the list, and every name below it; an address of the list. */
  has(hostOrAddress: string): boolean;
  readonly size: number;
}

export const noOptOut: OptOut = { has: () => false, size: 0 };

/** A list of names and addresses, one a line; `#` begins a comment, `*.` before a name is allowed and means the same. */
export function readOptOut(file: string): OptOut {
  let text: string;
  try {
    text = readFileSync(file, "utf8");
  } catch (error) {
    throw new ListError(`--opt-out ${JSON.stringify(file)} cannot be read: ${messageOf(error)}.`);
  }
  const names = new Set<string>();
  const wrong: string[] = [];
  for (const [index, line] of text.split(/\r\n|\n|\r/).entries()) {
    const content = line
      .replace(/(?:^|\s)#.*$/, "")
      .trim()
      .replace(/^\*\./, "")
      .replace(/\.$/, "");
    if (content === "") continue;
    const name = isIP(content) !== 0 ? content : domainToASCII(content);
    if (name === "" || /[/:\s]/.test(content.includes(":") && isIP(content) === 6 ? "" : content)) {
      wrong.push(`line ${index + 1}: ${JSON.stringify(content.slice(0, 80))}`);
    } else names.add(name.toLowerCase());
  }
  // Somebody who asked to be left out must not be scanned because of a slip in the file.
  if (wrong.length > 0) {
    throw new ListError(
      `--opt-out ${JSON.stringify(file)} has lines that are neither a name nor an address: ${wrong.slice(0, 10).join("; ")}. Correct them.`,
    );
  }
  return {
    size: names.size,
    has: (hostOrAddress) => {
      const host = hostOrAddress.toLowerCase().replace(/\.$/, "");
      if (isIP(host) !== 0) return names.has(host);
      for (let name = host; name !== ""; name = name.slice(name.indexOf(".") + 1)) {
        if (names.has(name)) return true;
        if (!name.includes(".")) return false;
      }
      return false;
    },
  };
}
