/**
 * CORS for Express 4 and 5: `app.use(cors(policy))`, for a router, or for one path. Rules are chosen by the original URL,
 * wherever the middleware is mounted.
 */
export { type CorsMessage, type CorsOptions, cors } from "./node.ts";
