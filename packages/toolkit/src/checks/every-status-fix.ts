import type { Check } from "./check.ts";

/** How each server sends the same header whatever the status. */
export function everyStatusFix(general: string): Check["fix"] {
  return {
    general,
    nginx: "add_header Access-Control-Allow-Origin $cors_origin always;   # always: on every status",
    apache: 'Header always set Access-Control-Allow-Origin "%{CORS_ORIGIN}e" env=CORS_ORIGIN',
    iis: "Use the IIS CORS module: custom headers in web.config are lost when an error page replaces the answer.",
    express: "Put the CORS middleware before every other: app.use(cors(policy)) first, error handlers after it.",
  };
}
