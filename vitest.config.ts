import { defineConfig } from "vitest/config";

/** Everything runs from source: the private export condition points workspace imports at `src`. */
export default defineConfig({
  resolve: { conditions: ["@crosscheck/source"] },
  ssr: { resolve: { conditions: ["@crosscheck/source", "node"] } },
  test: {
    include: ["packages/*/src/**/*.test.ts", "test/**/*.test.ts", "docs/**/*.test.ts"],
    testTimeout: 20_000,
    hookTimeout: 60_000,
  },
});
