import type { NetworkErrorReason } from "@crosscheck/cors/browser";
import type { TypedExchange } from "./typed-exchange.ts";

/** An exchange that the guide shows, and what the browser model must make of it: run as a test, and shown as it comes out. */
export interface LearnExample {
  /** Kebab-case, unique in the guide. */
  readonly id: string;
  /** "A list of origins" */
  readonly title: string;
  /** What is to be seen in it. */
  readonly says: string;
  readonly exchange: Partial<TypedExchange>;
  /** What the page gets by the standard: "read", "opaque" or the reason of the network error. */
  readonly gives: "read" | "opaque" | NetworkErrorReason;
  /** The engines that give it something else. */
  readonly differsIn?: readonly ("chromium" | "firefox" | "webkit")[];
}
