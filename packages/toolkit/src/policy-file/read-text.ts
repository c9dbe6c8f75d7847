import { readFile, stat } from "node:fs/promises";
import type { FileProblem } from "./located-problem.ts";

/** 100,000 origins take 4 MB. */
const largestFile = 16 * 1024 * 1024;

/** The file's text, or what keeps it from being read. */
export async function readText(file: string): Promise<string | FileProblem> {
  try {
    // Asked before it is opened: opening a pipe would wait for somebody to write to it.
    const status = await stat(file);
    if (!status.isFile()) return unreadable(status.isDirectory() ? "it is a directory" : "it is no regular file");
    if (status.size > largestFile) return tooLarge(status.size);
    return decode(await readFile(file));
  } catch (error) {
    const { code = "", message } = error as NodeJS.ErrnoException;
    if (code !== "ENOENT") return unreadable(code === "EACCES" ? "permission denied" : message);
    const advice = "Give the path of a policy file, seen from the current directory.";
    return { code: "file-missing", message: `There is no such file.\nWithout it there is no policy.\n${advice}` };
  }
}

function decode(bytes: Uint8Array): string | FileProblem {
  try {
    const text = new TextDecoder("utf-8", { fatal: true }).decode(bytes);
    if (!text.includes("\0")) return text;
  } catch {
    // Said below.
  }
  const why = "A policy is UTF-8 text; a guess at another encoding could change a host.";
  return { code: "file-not-text", message: `The file is not UTF-8 text.\n${why}\nSave it as UTF-8.` };
}

function unreadable(reason: string): FileProblem {
  const why = "Without it there is no policy.";
  return { code: "file-unreadable", message: `The file cannot be read: ${reason}.\n${why}\nGive a readable file.` };
}

function tooLarge(size: number): FileProblem {
  const limit = `At most ${largestFile} bytes are read, which hold some 400,000 origins.`;
  return { code: "file-too-large", message: `The file has ${size} bytes.\n${limit}\nUse patterns for origins alike.` };
}
