import type { ProgressEvent } from "./progress-event.ts";

type Handler = ((this: unknown, event: Event) => unknown) | null;

/**
 * An event target with handler attributes (`onload = …`), which knows whether anybody listens.
 *
 * https://html.spec.whatwg.org/#event-handler-idl-attributes
 */
export class HandlerTarget extends EventTarget {
  readonly #handlers = new Map<string, Handler>();
  readonly #listeners = new Map<string, Set<unknown>>();

  /** Whether an event of any type would be heard. */
  static hasListeners(target: HandlerTarget): boolean {
    return [...target.#listeners.values()].some(({ size }) => size > 0);
  }

  static handler(target: HandlerTarget, type: string): Handler {
    return target.#handlers.get(type) ?? null;
  }

  static setHandler(target: HandlerTarget, type: string, value: unknown): void {
    const handler = typeof value === "function" ? (value as Handler) : null;
    // The place among the listeners is that of the first value.
    if (!target.#handlers.has(type)) {
      target.#handlers.set(type, null);
      EventTarget.prototype.addEventListener.call(target, type, (event) => {
        target.#handlers.get(type)?.call(target, event);
      });
    }
    target.#handlers.set(type, handler);
    const listeners = target.#of(type);
    if (handler === null) listeners.delete("handler");
    else listeners.add("handler");
  }

  override addEventListener(
    type: string,
    listener: EventListenerOrEventListenerObject | null,
    options?: AddEventListenerOptions | boolean,
  ): void {
    if (listener !== null) this.#of(type).add(listener);
    super.addEventListener(type, listener, options);
  }

  override removeEventListener(
    type: string,
    listener: EventListenerOrEventListenerObject | null,
    options?: EventListenerOptions | boolean,
  ): void {
    this.#of(type).delete(listener);
    super.removeEventListener(type, listener, options);
  }

  #of(type: string): Set<unknown> {
    const known = this.#listeners.get(type) ?? new Set();
    this.#listeners.set(type, known);
    return known;
  }
}

/** Gives a class the attributes `on…` of these events. */
export function defineHandlers(prototype: HandlerTarget, types: readonly string[]): void {
  for (const type of types) {
    Object.defineProperty(prototype, `on${type}`, {
      configurable: true,
      enumerable: true,
      get(this: HandlerTarget) {
        return HandlerTarget.handler(this, type);
      },
      set(this: HandlerTarget, value: unknown) {
        HandlerTarget.setHandler(this, type, value);
      },
    });
  }
}

type ProgressHandler = ((event: ProgressEvent) => unknown) | null;

const progressTypes: readonly ProgressType[] = [
  "loadstart",
  "progress",
  "abort",
  "error",
  "load",
  "timeout",
  "loadend",
];
export type ProgressType = "abort" | "error" | "load" | "loadend" | "loadstart" | "progress" | "timeout";

/** https://xhr.spec.whatwg.org/#xmlhttprequesteventtarget */
export class ProgressTarget extends HandlerTarget {
  declare onloadstart: ProgressHandler;
  declare onprogress: ProgressHandler;
  declare onabort: ProgressHandler;
  declare onerror: ProgressHandler;
  declare onload: ProgressHandler;
  declare ontimeout: ProgressHandler;
  declare onloadend: ProgressHandler;
}
defineHandlers(ProgressTarget.prototype, progressTypes);
