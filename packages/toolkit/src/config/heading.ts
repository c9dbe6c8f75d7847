import { generatedMark } from "./generated.ts";

const width = 118;

/** The first lines of a generated file: what made it, and `lines` as they are. */
export function heading(command: string, lines: readonly string[]): string {
  const all = [`${generatedMark}: ${command}`, "Change the policy and generate again, not this file.", "", ...lines];
  return `${all.map(commentLine).join("\n")}\n`;
}

/** A comment of as many lines as it takes. */
export function comment(text: string): string {
  const lines: string[] = [];
  for (const word of text.split(" ")) {
    const last = lines.at(-1);
    if (last === undefined || last.length + word.length >= width) lines.push(word);
    else lines[lines.length - 1] = `${last} ${word}`;
  }
  return lines.map(commentLine).join("\n");
}

/** One comment line, whatever the text: nothing in it can end the line, and no backslash at its end can continue it. */
export function commentLine(text: string): string {
  return `# ${text.replace(/[\u0000-\u001f\u007f-\u009f\u2028\u2029]+/g, " ")}`.replace(/[\s\\]+$/, "");
}
