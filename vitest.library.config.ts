import { defineConfig } from "vitest/config";

/** The library alone, as it runs under the oldest Node it supports. */
export default defineConfig({
  test: { include: ["packages/cors/src/**/*.test.ts"], testTimeout: 20_000 },
});
