/** Whether a URL's host is this machine's or of a private network, by its name or address alone. */
export function isLocalHost(url: string): boolean {
  const { hostname } = new URL(url);
  if (hostname === "localhost" || /\.(?:localhost|local|internal|lan|home\.arpa)$/.test(hostname)) return true;
  if (/^(?:127|10)\.|^192\.168\.|^169\.254\.|^172\.(?:1[6-9]|2\d|3[01])\./.test(hostname)) return true;
  return /^\[(?:::1\]|f[cd]|fe[89ab])/.test(hostname);
}
