import { createHash } from "node:crypto";
import { style } from "./style.ts";

/** The style sheet as a content security policy names it. https://w3c.github.io/webappsec-csp/#grammardef-hash-source */
export const styleHash: string = `sha256-${createHash("sha256").update(style).digest("base64")}`;
