import { FetchedResponse } from "./fetched-response.ts";

/** Whether a URL leads to nothing but itself: the model leaves these to the platform, and so does a page. */
export function isLocal(url: string): boolean {
  return url.startsWith("data:") || url.startsWith("blob:");
}

/**
 * A `data:` URL, or a `blob:` URL of this process: what they are is Node's to say, that the page may read it the
 * standard's. Null for a network error.
 *
 * https://fetch.spec.whatwg.org/#scheme-fetch
 */
export async function fetchLocal(url: string, method: string, signal: AbortSignal): Promise<FetchedResponse | null> {
  if (url.startsWith("blob:") && method !== "GET") return null;
  try {
    const response = await fetch(url, { signal });
    const body = method === "HEAD" ? null : response.body;
    return new FetchedResponse(body, {
      type: "basic",
      status: 200,
      statusText: "OK",
      headers: [...response.headers],
      url: url.replace(/#.*$/s, ""),
      redirected: false,
    });
  } catch {
    signal.throwIfAborted();
    return null;
  }
}
