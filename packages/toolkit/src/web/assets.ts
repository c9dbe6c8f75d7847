import { pageScript } from "./page-script.ts";
import { style } from "./style.ts";

/** A file that pages load from this server: its path changes with its content, so it may be cached for ever. */
export interface Asset {
  readonly path: string;
  readonly type: string;
  readonly body: string;
}

export const styleAsset: Asset = asset("style", "css", "text/css; charset=utf-8", style);
export const scriptAsset: Asset = asset("page", "js", "text/javascript; charset=utf-8", pageScript);

function asset(name: string, extension: string, type: string, body: string): Asset {
  return { path: `/assets/${name}-${fingerprint(body)}.${extension}`, type, body };
}

/** FNV-1a, 32 bits: tells two versions apart, no more. */
function fingerprint(text: string): string {
  let hash = 0x811c9dc5;
  for (let index = 0; index < text.length; index++) {
    hash = Math.imul(hash ^ text.charCodeAt(index), 0x01000193) >>> 0;
  }
  return hash.toString(16).padStart(8, "0");
}
