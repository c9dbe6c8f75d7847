/** The standard by the letter, or one of the browsers as they are. */
export type Engine = "standard" | "chromium" | "firefox" | "webkit";

/** An engine that departs from the standard. */
export type BrowserEngine = Exclude<Engine, "standard">;

/** Where each engine leaves the standard. What each of these is, and how it is known: `departure-facts.ts`. */
const departuresByEngine = {
  chromium: ["authorization-by-wildcard", "upload-method-must-be-listed"],
  firefox: ["authorization-by-wildcard", "upload-method-must-be-listed"],
  webkit: ["authorization-by-wildcard", "upload-method-must-be-listed"],
} as const;

export type DepartureId = (typeof departuresByEngine)[BrowserEngine][number];

/** What the algorithms ask about the engine that they carry out. */
export interface Profile {
  readonly engine: Engine;
  readonly departures: ReadonlySet<DepartureId>;
  /** The imposed limit on max-age, in seconds. https://fetch.spec.whatwg.org/#cors-preflight-fetch-0, step 7.10 */
  readonly longestMaxAge: number;
}

/** No engine's: what RFC 9111, section 1.2.2 takes for a number too large to hold. */
export const standardProfile: Profile = {
  engine: "standard",
  departures: new Set(),
  longestMaxAge: 2_147_483_648,
};

const profiles: Readonly<Record<Engine, Profile>> = {
  standard: standardProfile,
  chromium: profile("chromium", 7_200),
  firefox: profile("firefox", 86_400),
  webkit: profile("webkit", 600),
};

/** @throws TypeError if there is no such engine: callers without types can pass anything */
export function profileOf(engine: Engine): Profile {
  if (Object.hasOwn(profiles, engine)) return profiles[engine];
  const names = Object.keys(profiles).map((name) => `"${name}"`);
  throw new TypeError(`engine: ${JSON.stringify(engine)} is not one of ${names.join(", ")}.`);
}

/** The identifiers of an engine's departures, in the order of the catalogue. */
export function departuresOf(engine: Engine): readonly DepartureId[] {
  return [...profileOf(engine).departures];
}

function profile(engine: BrowserEngine, longestMaxAge: number): Profile {
  return { engine, departures: new Set(departuresByEngine[engine]), longestMaxAge };
}
