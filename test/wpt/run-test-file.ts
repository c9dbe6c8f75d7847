import { posix } from "node:path";
import { type Context, createContext, runInContext } from "node:vm";
import { pageGlobals } from "./page-globals.ts";
import type { WptServer } from "./start-server.ts";

interface TestResult {
  readonly name: string;
  readonly status: "FAIL" | "NOTRUN" | "PASS" | "PRECONDITION_FAILED" | "TIMEOUT";
  readonly message: string | null;
}

export interface FileResult {
  readonly results: readonly TestResult[];
  readonly notRun: string | null;
}

const statuses = ["PASS", "FAIL", "TIMEOUT", "NOTRUN", "PRECONDITION_FAILED"] as const;
const longest = 90_000;

/** One test file in a context of its own, whose `fetch` and `XMLHttpRequest` are a page's. */
export async function runTestFile(server: WptServer, file: string): Promise<FileResult> {
  let scripts: Script[];
  try {
    const source = await server.read(`/${file}`);
    scripts = await (file.endsWith(".js") ? scriptsOfJavaScript : scriptsOfHtml)(server, file, source);
  } catch (error) {
    return { results: [], notRun: String(error) };
  }
  const missing = notThere.find(([pattern]) => scripts.some(({ code }) => pattern.test(code)));
  if (missing !== undefined) return { results: [], notRun: missing[1] };

  const address = `${server.origin}/${file.replace(/\.js$/, ".html")}`;
  const context = createContext(pageGlobals(address, server.transport));
  const finished = new Promise<readonly TestResult[]>((resolve) => {
    context.reportResults = (
      tests: readonly { name: string; status: number; message: string | null }[],
      harness: { message: string | null; status: number },
    ) => {
      const results = tests.map(({ name, status, message }) => ({ name, status: statuses[status] ?? "FAIL", message }));
      resolve(
        harness.status === 0
          ? results
          : [...results, { name: "(the harness)", status: "FAIL", message: harness.message }],
      );
    };
    setTimeout(resolve, longest, [{ name: "(the file)", status: "TIMEOUT", message: null }]).unref();
  });

  const harness = await server.read("/resources/testharness.js");
  runInContext(harness, context, { filename: "testharness.js" });
  runInContext("add_completion_callback(reportResults)", context);
  runInContext("document = makeDocument()", context);
  for (const { name, code } of scripts) run(context, name, code);
  return { results: await finished, notRun: null };
}

/** What a test may need that is not there: a file that has it is not run, and says so. */
const notThere: readonly (readonly [RegExp, string])[] = [
  [/createElement\(["'](?:iframe|script)["']\)|with_iframe|window\.open\(/, "needs frames or elements"],
  [/new (?:Shared)?Worker\(/, "needs workers"],
];

function run(context: Context, filename: string, code: string): void {
  try {
    runInContext(code, context, { filename });
  } catch (error) {
    // As an uncaught exception is to a page: the harness reports it.
    runInContext("(message) => test(() => { throw new Error(message) }, '(script)')", context)(String(error));
  }
}

interface Script {
  readonly name: string;
  readonly code: string;
}

async function scriptsOfJavaScript(server: WptServer, file: string, source: string): Promise<Script[]> {
  const names = [...source.matchAll(/^\/\/ META: script=(.*)$/gm)].map(([, name = ""]) => name.trim());
  const scripts = await Promise.all(names.map((name) => load(server, file, name)));
  return [...scripts, { name: file, code: source }];
}

async function scriptsOfHtml(server: WptServer, file: string, source: string): Promise<Script[]> {
  const scripts: Script[] = [];
  for (const [, attributes = "", code = ""] of source.matchAll(/<script([^>]*)>([\s\S]*?)<\/script>/g)) {
    const [, name] = /src\s*=\s*["']?([^"'\s>]+)/.exec(attributes) ?? [];
    if (name === undefined) scripts.push({ name: file, code });
    else if (!/\/testharness(?:report)?\.js$/.test(name)) scripts.push(await load(server, file, name));
  }
  return scripts;
}

async function load(server: WptServer, file: string, name: string): Promise<Script> {
  const path = posix.resolve("/", posix.dirname(file), name);
  return { name: path, code: await server.read(path) };
}
