import type { Engine } from "@crosscheck/cors/browser";
import type { EngineVerdict, Explanation, Need, TimelineStep } from "../explain/explanation.ts";
import { printable } from "../report/printable.ts";
import type { Style } from "../report/style.ts";
import { wrapText } from "../report/wrap-text.ts";

const width = 100;

/** The answer for a terminal. */
export function explainText(explanation: Explanation, style: Style, stepper: string | null = null): string {
  const { answers, summary, step, spec, needs, timeline, fixes, problems, evidence, others, cors, causes } =
    explanation;
  const lines: string[] = [];
  const [only] = answers;
  if (answers.length === 1 && only !== undefined) lines.push(style.bold(style.red(only.title)), ...prose(summary, ""));
  else {
    lines.push(style.bold(causes.length === 0 ? "Not told" : "One of these"), ...prose(summary, ""));
    for (const { cause, title, what } of answers)
      lines.push("", `  ${style.bold(title)} ${style.dim(`(${cause})`)}`, ...prose(what, "    "));
  }
  if (causes.length > 0 && !cors) lines.push("", style.yellow("It is not CORS: no header of CORS mends it."));
  if (timeline.length > 0)
    lines.push("", style.bold("What happened"), ...timeline.flatMap((one) => stepLines(one, style)));
  if (stepper !== null)
    lines.push(
      "",
      "Change it and step through it: crosscheck serve, then open",
      `  ${style.dim(`http://127.0.0.1:8787${printable(stepper, 6_000)}`)}`,
    );
  if (step !== "") lines.push("", style.dim(`${step}${spec === "" ? "" : `: ${spec}`}`));
  lines.push("", style.bold("In each browser"), ...verdictLines(explanation, style));
  if (fixes.length > 0) {
    lines.push("", style.bold("The fix"));
    for (const { server, text, verified } of fixes) {
      lines.push(
        `  ${style.green(server)}${verified ? style.dim(" (tried in the model: every browser lets it through)") : ""}`,
      );
      for (const line of text.split("\n")) lines.push(`    ${printable(line, 500)}`);
    }
  }
  if (needs.length > 0) lines.push("", style.bold("Bring"), ...needs.flatMap((need) => prose(whatToBring[need], "  ")));
  if (others.length > 0)
    lines.push(
      "",
      `${others.length} more ${others.length === 1 ? "call" : "calls"} failed in it, the first to ${printable(others[0] ?? "")}. Name one to explain it: crosscheck explain … URL`,
    );
  for (const { place, message } of problems.slice(0, 20))
    lines.push("", style.yellow(printable(`${place}: ${message}`, 1_000)));
  lines.push(
    "",
    style.dim(evidence.length === 0 ? "Nothing that is known was recognised in it." : `Read: ${evidence.join(", ")}.`),
  );
  return `${lines.join("\n")}\n`;
}

function prose(text: string, indent: string): string[] {
  return wrapText(printable(text, 2_000), width - indent.length).map((line) => indent + line);
}

function stepLines(
  { kind, title, status, requestHeaders, responseHeaders, decided, failed, note, place }: TimelineStep,
  style: Style,
): string[] {
  const mark = failed ? style.red("✗") : kind === "page" ? "•" : status === null ? style.dim("?") : style.green("✓");
  const head = `  ${mark} ${kind.padEnd(9)} ${printable(title)}${status === null ? "" : ` → ${status}`}${place === "" ? "" : style.dim(`  ${place}`)}`;
  const line =
    (sign: string) =>
    ([name, value]: readonly [string, string]) => {
      const text = `${sign} ${printable(name)}: ${printable(value, 200)}`;
      return `      ${decided.includes(name.toLowerCase()) ? style.bold(text) : style.dim(text)}`;
    };
  const shown = [...requestHeaders.map(line(">")), ...responseHeaders.map(line("<"))];
  return [head, ...shown, ...(note === "" ? [] : [`      ${style.dim(printable(note))}`])];
}

const names: readonly (readonly [Engine, string])[] = [
  ["standard", "the standard"],
  ["chromium", "Chromium"],
  ["firefox", "Firefox"],
  ["webkit", "Safari"],
];

function verdictLines({ verdicts }: Explanation, style: Style): string[] {
  return names.map(([engine, name]) => `  ${name.padEnd(13)} ${verdict(verdicts[engine], style)}`);
}

function verdict({ type, reason }: EngineVerdict, style: Style): string {
  switch (type) {
    case "allowed":
      return style.green("the page reads the answer");
    case "network error":
      return `${style.red("blocked")} ${style.dim(`(${reason ?? ""})`)}`;
    case "API error":
      return `${style.red("the call throws")} ${style.dim(`(${reason ?? ""})`)}`;
    default:
      return style.dim("not told by this evidence");
  }
}

const whatToBring: Readonly<Record<Need, string>> = {
  har: "The recording: in the developer tools' network tab, reproduce it, then export a HAR.",
  message: "The line of the console, whole: it names the reason, and the exception in the script does not.",
  curl: 'The answer itself, asked as the page asks: curl -v -H "Origin: https://the-page" URL',
  response: "The headers of the answer.",
  preflight: "The answer to the preflight: the request OPTIONS to the same URL.",
  origin: "Whose page asked: --origin https://app.example.com",
  url: "The URL that the page asked for.",
};
