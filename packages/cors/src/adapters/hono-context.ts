/** As much of Hono's context as is needed: a file of its own, whose declarations need none of Node's types. */
export interface HonoContext {
  readonly env: unknown;
  readonly req: { readonly raw: Request };
  get res(): Response;
  set res(response: Response | undefined);
  body(data: null, status: 204 | 403, headers: Record<string, string>): Response;
}
