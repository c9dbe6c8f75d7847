/** A port number from the command line, or one sentence on what is wrong with it. */
export function parsePort(text: string): number | string {
  const port = /^\d{1,5}$/.test(text) ? Number(text) : Number.NaN;
  return port <= 65_535 ? port : `"${text}" is no port. Write a number from 0 to 65535; 0 takes a free one.`;
}
