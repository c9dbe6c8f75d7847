import type { Check } from "./check.ts";

/** How each server sends one header with every answer. */
export function serverLines(general: string, name: string, value: string): Check["fix"] {
  return {
    general,
    nginx: `add_header ${name} "${value}" always;`,
    apache: `Header always set ${name} "${value}"`,
    iis: `<httpProtocol><customHeaders><add name="${name}" value="${value}" /></customHeaders></httpProtocol>`,
    express: `app.use((request, response, next) => { response.setHeader("${name}", "${value}"); next(); });`,
  };
}
