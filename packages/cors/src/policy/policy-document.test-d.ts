import { definePolicy } from "./define-policy.ts";

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
