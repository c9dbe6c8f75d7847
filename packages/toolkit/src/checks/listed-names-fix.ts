import type { Check } from "./check.ts";

/** How each server answers preflights with names. */
export const listedNamesFix: Check["fix"] = {
  general:
    "Write the methods and headers that pages need by name, and let the answer to a preflight be kept for some hours.",
  nginx: [
    "add_header Access-Control-Allow-Methods 'PUT, DELETE' always;",
    "add_header Access-Control-Allow-Headers 'Content-Type, X-CSRF-Token' always;",
    "add_header Access-Control-Max-Age 7200 always;",
  ].join("\n"),
  apache: [
    'Header always set Access-Control-Allow-Methods "PUT, DELETE" env=CORS_ORIGIN',
    'Header always set Access-Control-Allow-Headers "Content-Type, X-CSRF-Token" env=CORS_ORIGIN',
    'Header always set Access-Control-Max-Age "7200" env=CORS_ORIGIN',
  ].join("\n"),
  iis: [
    '<add origin="https://app.example.com" allowCredentials="true" maxAge="7200">',
    '  <allowMethods><add method="PUT" /><add method="DELETE" /></allowMethods>',
    '  <allowHeaders><add header="Content-Type" /><add header="X-CSRF-Token" /></allowHeaders>',
    "</add>",
  ].join("\n"),
  express: 'cors({ allowOrigins: […], allowMethods: ["PUT", "DELETE"], allowHeaders: ["Content-Type"], maxAge: "2h" })',
};
