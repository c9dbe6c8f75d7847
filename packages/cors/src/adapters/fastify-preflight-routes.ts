/** As much of Fastify's instance as is needed. */
export interface FastifyRoutes {
  readonly prefix: string;
  hasConstraintStrategy(name: string): boolean;
  addConstraintStrategy(strategy: ConstraintStrategy): void;
  addHook(name: "onRoute", hook: (route: AddedRoute) => void): unknown;
  hasRoute(route: { method: "OPTIONS"; url: string; constraints?: Constraints }): boolean;
  options(url: string, options: PreflightRoute, handler: NoHandler): unknown;
}

type Constraints = Record<string, unknown>;
type NoHandler = (request: unknown, reply: { callNotFound(): unknown }) => void;

interface AddedRoute {
  readonly method: string | string[];
  readonly url: string;
  readonly constraints?: Constraints;
}

interface PreflightRoute {
  readonly constraints: Constraints;
  readonly prefixTrailingSlash: "slash";
  /** Read by generators of OpenAPI documents. */
  readonly schema: { readonly hide: true };
}

interface ConstraintStrategy {
  readonly name: string;
  storage(): { get(value: unknown): unknown; set(value: unknown, store: unknown): void };
  deriveConstraint(request: { readonly method?: string; readonly headers: Readonly<Record<string, unknown>> }): unknown;
}

const constraintName = "corsPreflight";

/**
 * Gives every route of an encapsulated context an OPTIONS route for preflights. Fastify runs the hooks of such a context
 * for its own routes alone, so a preflight would get the application's 404 and no hook would see it.
 *
 * They are constrained to preflights: any other OPTIONS request goes where it would go without them. The application
 * itself needs none, because its hooks run before its 404 handler.
 */
export function addPreflightRoutes(instance: FastifyRoutes): void {
  if (isApplication(instance)) return;
  if (!instance.hasConstraintStrategy(constraintName)) instance.addConstraintStrategy(preflightConstraint());

  instance.addHook("onRoute", ({ method, url, constraints }) => {
    if ([method].flat().includes("OPTIONS")) return;
    const options = { ...constraints, [constraintName]: true };
    if (instance.hasRoute({ method: "OPTIONS", url, constraints: options })) return;
    instance.options(
      url.slice(instance.prefix.length),
      { constraints: options, prefixTrailingSlash: "slash", schema: { hide: true } },
      // Only where no rule of the policy covers the path.
      (_request, reply) => void reply.callNotFound(),
    );
  });
}

/** Contexts are made of the application's object by `Object.create`, and have its methods by inheritance. */
function isApplication(instance: FastifyRoutes): boolean {
  return Object.hasOwn(instance, "addHook");
}

function preflightConstraint(): ConstraintStrategy {
  return {
    name: constraintName,
    storage: () => {
      const stores = new Map<unknown, unknown>();
      return {
        get: (value) => stores.get(value) ?? null,
        set: (value, store) => void stores.set(value, store),
      };
    },
    deriveConstraint: ({ method, headers }) =>
      method === "OPTIONS" && headers.origin !== undefined && headers["access-control-request-method"] !== undefined
        ? true
        : undefined,
  };
}
