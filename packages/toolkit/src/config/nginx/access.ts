import { getHeader } from "@crosscheck/cors/http";
import { type Block, inherited, setting } from "./block.ts";
import { prefixLength } from "./lookup-table.ts";
import { NotModelled } from "./not-modelled.ts";
import type { State } from "./state.ts";
import { expand } from "./variables.ts";

/** The status that the access phase ends with; null: go on. */
export function accessStatus(state: State): 401 | 403 | null {
  const { block } = state;
  const address = addressVerdict(block, state);
  const login = loginVerdict(block, state);
  const request = inherited(block, "auth_request").at(-1);
  if (request !== undefined && request.args[0] !== "off") throw new NotModelled("auth_request", request.place);
  if (setting(block, "satisfy") === "any") {
    if (address === "allowed" || login === "allowed") return null;
    if (login === "refused") return challenge(state);
    return address === "refused" ? 403 : null;
  }
  if (address === "refused") return 403;
  return login === "refused" ? challenge(state) : null;
}

type Verdict = "allowed" | "refused" | "silent";

/** The first rule that names the address decides. */
function addressVerdict(block: Block, { world }: State): Verdict {
  const client = world.client ?? "127.0.0.1";
  for (const { name, args, place } of inherited(block, "allow", "deny")) {
    const [who = ""] = args;
    if (who !== "all") {
      if (who === "unix:" || who.includes(":")) continue;
      if (!/^[0-9.]+(?:\/\d+)?$/.test(who)) throw new NotModelled(`${name} ${who}`, place);
      if (prefixLength(who, client) === null) continue;
    }
    return name === "allow" ? "allowed" : "refused";
  }
  return "silent";
}

function loginVerdict(block: Block, state: State): Verdict {
  const directive = inherited(block, "auth_basic").at(-1);
  if (directive === undefined) return "silent";
  const realm = expand(directive.args[0] ?? "", state, directive.place);
  if (realm === "off") return "silent";
  if (getHeader(state.headers, "authorization") !== null) {
    throw new NotModelled("a request with a password", directive.place);
  }
  return "refused";
}

function challenge(state: State): 401 {
  state.headersOut.push(["WWW-Authenticate", `Basic realm="…"`]);
  return 401;
}
