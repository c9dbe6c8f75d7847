import type { CorsMatchers } from "@crosscheck/cors/test";

declare module "vitest" {
  interface Matchers<R extends void | Promise<void> = void | Promise<void>, T = unknown> extends CorsMatchers {}
}
