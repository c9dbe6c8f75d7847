import type { Loss } from "../generated.ts";

const tabNotTrimmed: Loss = {
  id: "tab-not-trimmed",
  effect: "narrows",
  reachable: false,
  message: "nginx does not trim a tab around an Origin, so such a value matches no origin. Browsers send none.",
};

const firstOriginOnly: Loss = {
  id: "first-origin-only",
  effect: "widens",
  reachable: false,
  message: "nginx before 1.23 sees only the first of two Origin headers. Browsers send one.",
};

const firstUpstreamFieldOnly: Loss = {
  id: "first-upstream-field-only",
  effect: "neither",
  reachable: true,
  message:
    "On paths without a rule, nginx before 1.23 passes on only the first of several headers of one name that an upstream sends.",
};

const upstreamHeadersOnOwnAnswer: Loss = {
  id: "upstream-headers-on-own-answer",
  effect: "neither",
  reachable: true,
  message:
    "On paths without a rule, an answer that nginx makes itself after it asked an upstream (an intercepted error, X-Accel-Redirect) carries that upstream's CORS headers.",
};

const volatileMapMissing: Loss = {
  id: "volatile-map-missing",
  effect: "impossible",
  reachable: true,
  message: "nginx before 1.11.7 has no volatile maps, which the generated configuration needs.",
};

/** What a version has not at all; null: nothing that is needed. */
export function tooOld(version: readonly number[] | undefined): Loss | null {
  if (version === undefined) return null;
  const [major = 0, minor = 999, patch = 999] = version;
  const number = (major * 1000 + minor) * 1000 + patch;
  return number < 1_011_007 ? volatileMapMissing : null;
}

/** What nginx cannot do as the policy says. */
export function losses(version: readonly number[] | undefined, passesThrough: boolean): readonly Loss[] {
  const [major = 0, minor = 0] = version ?? [];
  const joinsFields = major > 1 || (major === 1 && minor >= 23);
  return [
    tabNotTrimmed,
    ...(joinsFields ? [] : [firstOriginOnly]),
    ...(passesThrough ? [upstreamHeadersOnOwnAnswer] : []),
    ...(passesThrough && !joinsFields ? [firstUpstreamFieldOnly] : []),
  ];
}

/** What nginx cannot read: no token may have more bytes. */
const longestToken = 4000;

export function tooLong(text: string): Loss | null {
  const line = text.split("\n").find((candidate) => candidate.length > longestToken);
  if (line === undefined) return null;
  return {
    id: "token-too-long",
    effect: "impossible",
    reachable: true,
    message: `nginx reads no value of more than 4,096 bytes, and a path or list of names of this policy needs more: ${line.trim().slice(0, 80)}… Shorten it, or split the rule.`,
  };
}
