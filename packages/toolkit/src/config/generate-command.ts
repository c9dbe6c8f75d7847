/** How the files can be made again. */
export function generateCommand(target: string, file: string, environment: string | undefined): string {
  const words = ["crosscheck", "generate", target, "--policy", file];
  if (environment !== undefined) words.push("--environment", environment);
  return words.map((word) => (/^[\w./@:,+=-]+$/.test(word) ? word : `'${word.replaceAll("'", "'\\''")}'`)).join(" ");
}
