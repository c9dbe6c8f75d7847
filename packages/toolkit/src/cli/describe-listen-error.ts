/**
 * Why a server could not listen, and what to do.
 *
 * @param option the option that chooses another port
 */
export function describeListenError(error: unknown, option: string): string {
  if (!(error instanceof Error)) return String(error);
  const { code, address, port } = error as NodeJS.ErrnoException & { address?: string; port?: number };
  const where = `${address?.includes(":") ? `[${address}]` : address}:${port}`;
  switch (code) {
    case "EADDRINUSE":
      return `${where} is in use by another program. Choose another port with ${option}, or ${option} 0 for a free one.`;
    case "EACCES":
      return `${where} may only be used by the system's administrator. Choose a port above 1023 with ${option}.`;
    case "EADDRNOTAVAIL":
      return `${address} is not an address of this machine. Use 127.0.0.1, or an address that the machine has.`;
    case "ENOTFOUND":
    case "EAI_AGAIN":
      return `"${(error as { hostname?: string }).hostname}" does not resolve to an address. Use 127.0.0.1, or an address that the machine has.`;
    default:
      return `the server could not be started: ${error.message}.`;
  }
}
