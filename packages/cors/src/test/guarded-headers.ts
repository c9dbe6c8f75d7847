import { isForbiddenRequestHeader } from "../browser/forbidden-request-header.ts";
import { headersAppend } from "../browser/headers-append.ts";
import { isNoCorsSafelistedRequestHeaderName } from "../browser/no-cors-safelisted-request-header.ts";
import { getHeader, getHeaderValues, type Header, type HeaderList } from "../http/header-list.ts";
import { isToken } from "../http/token.ts";

export type HeadersGuard = "immutable" | "request" | "request-no-cors";

/**
 * The `headers` of a page's Request or of a response that it fetched. Node's own Headers has no guard that a page would
 * notice: it lets a script set `Cookie` and `Origin`.
 *
 * https://fetch.spec.whatwg.org/#headers-class
 */
export class GuardedHeaders extends Headers {
  readonly #guard: HeadersGuard;
  #list: Header[] = [];

  constructor(guard: HeadersGuard, list: HeaderList = []) {
    super();
    this.#guard = guard;
    if (guard === "immutable") this.#list = [...list];
    else for (const [name, value] of list) this.append(name, value);
  }

  /** The header list, as it goes on the wire. Not enumerable, and of no use to a page. */
  static listOf(headers: GuardedHeaders): HeaderList {
    return headers.#list;
  }

  override append(name: string, value: string): void {
    const [checkedName, checkedValue] = checked(name, value);
    this.#requireMutable();
    const guard = this.#guard === "request-no-cors" ? "request-no-cors" : "request";
    const problem = headersAppend(this.#list, guard, checkedName, checkedValue);
    if (problem !== null) throw new TypeError(problem);
  }

  /** https://fetch.spec.whatwg.org/#dom-headers-delete */
  override delete(name: string): void {
    const [checkedName] = checked(name, "");
    this.#requireMutable();
    if (isForbiddenRequestHeader(checkedName, "")) return;
    if (this.#guard === "request-no-cors" && !isDeletableNoCors(checkedName)) return;
    const lowercased = checkedName.toLowerCase();
    this.#list = this.#list.filter(([candidate]) => candidate.toLowerCase() !== lowercased);
  }

  override get(name: string): string | null {
    return getHeader(this.#list, checked(name, "")[0]);
  }

  override getSetCookie(): string[] {
    return getHeaderValues(this.#list, "set-cookie");
  }

  override has(name: string): boolean {
    return getHeader(this.#list, checked(name, "")[0]) !== null;
  }

  /** https://fetch.spec.whatwg.org/#dom-headers-set */
  override set(name: string, value: string): void {
    const [checkedName, checkedValue] = checked(name, value);
    this.#requireMutable();
    const lowercased = checkedName.toLowerCase();
    // What `append` would take on an empty list of this name; else the header that is there stays.
    const alone: Header[] = [];
    const guard = this.#guard === "request-no-cors" ? "request-no-cors" : "request";
    const problem = headersAppend(alone, guard, checkedName, checkedValue);
    if (problem !== null) throw new TypeError(problem);
    const [header] = alone;
    if (header === undefined) return;
    const first = this.#list.findIndex(([candidate]) => candidate.toLowerCase() === lowercased);
    if (first === -1) {
      this.#list.push(header);
      return;
    }
    const kept: Header = [this.#list[first]?.[0] ?? checkedName, header[1]];
    this.#list = this.#list.flatMap((candidate, index) => {
      if (index === first) return [kept];
      return candidate[0].toLowerCase() === lowercased ? [] : [candidate];
    });
  }

  override forEach(callback: (value: string, key: string, parent: Headers) => void, thisArg?: unknown): void {
    for (const [name, value] of this) callback.call(thisArg, value, name, this);
  }

  override *entries(): HeadersIterator<[string, string]> {
    // Sorted anew at each step, as the standard's value pairs to iterate over are: a loop may change what it walks.
    for (let index = 0; ; index++) {
      const pair = sortAndCombine(this.#list)[index];
      if (pair === undefined) return undefined;
      yield pair;
    }
  }

  override *keys(): HeadersIterator<string> {
    for (const [name] of this.entries()) yield name;
    return undefined;
  }

  override *values(): HeadersIterator<string> {
    for (const [, value] of this.entries()) yield value;
    return undefined;
  }

  override [Symbol.iterator](): HeadersIterator<[string, string]> {
    return this.entries();
  }

  #requireMutable(): void {
    if (this.#guard === "immutable") throw new TypeError("These headers are immutable: they are a response's.");
  }
}

/** How Node prints them: its own Headers keeps them elsewhere. */
Object.defineProperty(GuardedHeaders.prototype, Symbol.for("nodejs.util.inspect.custom"), {
  value(this: GuardedHeaders) {
    return new Headers([...this]);
  },
});

/** What Web IDL makes of a name and a value: byte strings. https://webidl.spec.whatwg.org/#es-ByteString */
function checked(name: string, value: string): [name: string, value: string] {
  const pair: [string, string] = [`${name}`, `${value}`];
  if (!isToken(pair[0])) throw new TypeError(`${JSON.stringify(pair[0])} is not a header name.`);
  return pair;
}

/** `Range` is a privileged no-CORS request-header: it can be deleted, too. */
function isDeletableNoCors(name: string): boolean {
  return isNoCorsSafelistedRequestHeaderName(name) || name.toLowerCase() === "range";
}

/** https://fetch.spec.whatwg.org/#concept-header-list-sort-and-combine */
function sortAndCombine(list: HeaderList): [string, string][] {
  const names = [...new Set(list.map(([name]) => name.toLowerCase()))].sort();
  return names.flatMap((name): [string, string][] => {
    if (name === "set-cookie") return getHeaderValues(list, name).map((value) => [name, value]);
    return [[name, getHeader(list, name) ?? ""]];
  });
}
