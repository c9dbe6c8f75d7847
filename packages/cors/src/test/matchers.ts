import { CorsError, type CorsErrorReason } from "./cors-error.ts";

/** What a matcher is about: a page, with the call beside it; or what a page's `fetch` returned. */
export type Subject =
  | Promise<Response>
  | { readonly fetch: (input: RequestInfo | URL, init?: RequestInit) => Promise<Response> };

/** What is expected of a response that a page may read. */
export interface ExpectedResponse {
  readonly status?: number;
  readonly type?: ResponseType;
  /** Each is exposed to the page, with this value. */
  readonly headers?: Readonly<Record<string, string>>;
}

/** What is expected of a block. */
export interface ExpectedBlock {
  readonly reason?: CorsErrorReason;
  readonly onPreflight?: boolean;
  readonly hop?: number;
}

/** What Vitest and Jest want of a matcher. */
export interface MatcherResult {
  readonly pass: boolean;
  readonly message: () => string;
}

type Outcome = { readonly response: Response } | { readonly error: CorsError };

/** For `expect.extend(matchers)`, in Vitest and in Jest. */
export const matchers: {
  /** `await expect(app).toBeAllowed(url, init)`, or `await expect(app.fetch(url)).toBeAllowed({ status: 200 })` */
  toBeAllowed(subject: Subject, ...args: readonly unknown[]): Promise<MatcherResult>;
  /** `await expect(app).toBeBlocked(url, init, { reason })`, or `await expect(app.fetch(url)).toBeBlocked({ reason })` */
  toBeBlocked(subject: Subject, ...args: readonly unknown[]): Promise<MatcherResult>;
} = {
  async toBeAllowed(subject, ...args) {
    const { outcome, expected } = await outcomeOf(subject, args);
    if ("error" in outcome) {
      return {
        pass: false,
        message: () => `The page gets a network error, and was to get a response.\n\n${explain(outcome.error)}`,
      };
    }
    const differences = differencesOf(outcome.response, expected as ExpectedResponse);
    if (differences.length > 0) return { pass: false, message: () => differences.join("\n") };
    const { type, status, url } = outcome.response;
    return {
      pass: true,
      message: () => `The page gets a response (${type}, status ${status}) from ${url}, and was to get none.`,
    };
  },
  async toBeBlocked(subject, ...args) {
    const { outcome, expected } = await outcomeOf(subject, args);
    if ("response" in outcome) {
      const { type, status, url } = outcome.response;
      return {
        pass: false,
        message: () => `The page gets a response (${type}, status ${status}) from ${url}, and was to be blocked.`,
      };
    }
    const { error } = outcome;
    const differences = Object.entries(expected as ExpectedBlock)
      .filter(([key, value]) => value !== undefined && error[key as keyof ExpectedBlock] !== value)
      .map(
        ([key, value]) =>
          `${key} is ${JSON.stringify(error[key as keyof ExpectedBlock])}, and was to be ${JSON.stringify(value)}.`,
      );
    if (differences.length > 0) return { pass: false, message: () => `${differences.join("\n")}\n\n${explain(error)}` };
    return { pass: true, message: () => `The page is blocked, and was not to be.\n\n${explain(error)}` };
  },
};

/**
 * The types of the matchers, for a runner's own interface. Vitest:
 * `interface Matchers<R extends void | Promise<void> = void | Promise<void>, T = unknown> extends CorsMatchers {}`.
 */
export interface CorsMatchers {
  toBeAllowed(expected?: ExpectedResponse): Promise<void>;
  toBeAllowed(url: RequestInfo | URL, init?: RequestInit, expected?: ExpectedResponse): Promise<void>;
  toBeBlocked(expected?: ExpectedBlock): Promise<void>;
  toBeBlocked(url: RequestInfo | URL, init?: RequestInit, expected?: ExpectedBlock): Promise<void>;
}

async function outcomeOf(
  subject: Subject,
  args: readonly unknown[],
): Promise<{ outcome: Outcome; expected: ExpectedBlock | ExpectedResponse }> {
  if (typeof subject === "object" && subject !== null && "fetch" in subject) {
    const [url, init, expected = {}] = args;
    if (url === undefined) throw new TypeError("Which request? Give the URL: expect(page).toBeAllowed(url, init).");
    const fetching = subject.fetch(url as RequestInfo, init as RequestInit | undefined);
    return { outcome: await settled(fetching), expected: expected as ExpectedBlock };
  }
  if (!(subject instanceof Promise)) {
    throw new TypeError(
      "This matcher is about a page, or about what its fetch returned: expect(page) or expect(page.fetch(url)).",
    );
  }
  return { outcome: await settled(subject), expected: (args[0] ?? {}) as ExpectedBlock };
}

/** An error that is not CORS's (an abort, a bug) is the test's own, and goes on. */
async function settled(fetching: Promise<Response>): Promise<Outcome> {
  try {
    return { response: await fetching };
  } catch (error) {
    if (error instanceof CorsError) return { error };
    throw error;
  }
}

function differencesOf(response: Response, { status, type, headers = {} }: ExpectedResponse): string[] {
  const differences: string[] = [];
  if (status !== undefined && response.status !== status) {
    differences.push(`The status is ${response.status}, and was to be ${status}.`);
  }
  if (type !== undefined && response.type !== type) {
    differences.push(`The response's type is "${response.type}", and was to be "${type}".`);
  }
  for (const [name, value] of Object.entries(headers)) {
    const actual = response.headers.get(name);
    if (actual === null) {
      differences.push(`The page cannot read ${name}: it is not sent, or not in Access-Control-Expose-Headers.`);
    } else if (actual !== value)
      differences.push(`${name} is ${JSON.stringify(actual)}, and was to be ${JSON.stringify(value)}.`);
  }
  return differences;
}

function explain({ message, reason, step, spec }: CorsError): string {
  return `${message}\nReason: ${reason} (${step})\n${spec}`;
}
