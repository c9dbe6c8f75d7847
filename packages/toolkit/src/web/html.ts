import type { html } from "hono/html";

/** Markup in which every value was escaped when it was put in. */
export type Html = ReturnType<typeof html>;
