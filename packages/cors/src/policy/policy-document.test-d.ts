import { definePolicy } from "./define-policy.ts";
import type { Policy } from "./policy.ts";
import type { PolicyDocument } from "./policy-document.ts";

const rest = { id: "a", path: "/*" } as const;

definePolicy({ allowOrigins: "*" });
definePolicy({ allowOrigins: "*", allowCredentials: false, allowHeaders: ["*", "Authorization"] });
definePolicy({ allowOrigins: ["https://a.example"], allowCredentials: true, maxAge: "2h" });
definePolicy({ rules: [{ ...rest, allowOrigins: [] }] });
definePolicy(definePolicy({ allowOrigins: [] }));

// @ts-expect-error every origin with credentials
definePolicy({ allowOrigins: "*", allowCredentials: true });

// @ts-expect-error the same in a rule of a whole policy
definePolicy({ rules: [{ ...rest, allowOrigins: "*", allowCredentials: true }] });

// @ts-expect-error every method with credentials
definePolicy({ allowOrigins: ["https://a.example"], allowCredentials: true, allowMethods: "*" });

// @ts-expect-error an origin that is no list
definePolicy({ allowOrigins: "https://a.example" });

// @ts-expect-error a key that is none
definePolicy({ allowOrigins: [], credentials: true });

// @ts-expect-error a rule of a whole policy without its path
definePolicy({ rules: [{ id: "a", allowOrigins: [] }] });

// @ts-expect-error a danger without its reason
definePolicy({ allowOrigins: ["null"], danger: [{ allow: "null-origin", expires: "2027-03-31" }] });

// @ts-expect-error a policy cannot be changed
definePolicy({ allowOrigins: [] }).rules[0].maxAge = 5;

// Names are known to the compiler: those of sets …
const sets = { apps: ["https://a.example"], partners: ["https://b.example"] } as const;
definePolicy({ originSets: sets, rules: [{ ...rest, allowOrigins: ["$apps", "https://c.example", "$partners"] }] });
definePolicy({ originSets: { apps: ["https://a.example"] }, allowOrigins: ["$apps"], allowCredentials: true });
definePolicy({
  originSets: { apps: ["https://a.example"] },
  rules: [{ ...rest, allowOrigins: ["$apps"] }],
  environments: { dev: { development: true, originSets: { apps: { add: ["http://localhost:*"] } } } },
});

// @ts-expect-error a set that there is not
definePolicy({ originSets: { apps: [] }, rules: [{ ...rest, allowOrigins: ["$apss"] }] });

// @ts-expect-error the same beside one that there is
definePolicy({ originSets: { apps: [] }, rules: [{ ...rest, allowOrigins: ["$apps", "$apss"] }] });

definePolicy({
  originSets: { apps: [] },
  rules: [
    { id: "a", path: "/a", allowOrigins: ["$apps"] },
    // @ts-expect-error the same in the second rule
    { id: "b", path: "/b", allowOrigins: ["$b"] },
  ],
});

// @ts-expect-error the same in a rule alone
definePolicy({ originSets: { apps: [] }, allowOrigins: ["$apss"] });

// @ts-expect-error a set where there are none
definePolicy({ allowOrigins: ["$apps"] });

definePolicy({
  originSets: { apps: [] },
  allowOrigins: ["$apps"],
  // @ts-expect-error an environment that changes a set that there is not
  environments: { dev: { originSets: { apss: { add: [] } } } },
});

// … and those of rules.
const named = definePolicy({
  rules: [
    { id: "fonts", path: "/fonts/*", allowOrigins: "*" },
    { id: "api", path: "/api/*", allowOrigins: ["https://a.example"] },
  ],
});
const ids: readonly ("fonts" | "api")[] = named.rules.map(({ id }) => id);
const again: Policy<"fonts" | "api"> = definePolicy(named);
const anyPolicy: Policy = named;

// @ts-expect-error an id that no rule has
named.rules.find(({ id }) => id === "apis");

// What is not known when it is compiled is left to parsePolicy.
const origins: string[] = ["https://a.example"];
const fromElsewhere: PolicyDocument = { rules: [{ ...rest, allowOrigins: origins }] };
definePolicy(fromElsewhere);
definePolicy({ allowOrigins: origins });
definePolicy({ originSets: { apps: origins }, rules: [{ ...rest, allowOrigins: [...origins, "$apps"] }] });
export const used: readonly unknown[] = [ids, again, anyPolicy];
