import { expressCors } from "./express-cors.ts";
import { fastifyCors } from "./fastify-cors.ts";
import { honoCors } from "./hono-cors.ts";
import { koaCors } from "./koa-cors.ts";
import type { LibraryOptions } from "./old-grant.ts";

export const libraries: readonly LibraryOptions[] = [expressCors, fastifyCors, honoCors, koaCors];
