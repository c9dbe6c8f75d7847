import type { HeaderList } from "@crosscheck/cors/http";

/** A table of headers or variables as Apache keeps them: in order, names compared without regard to case. */
export class Table {
  private entries: [name: string, value: string][];

  constructor(entries: HeaderList = []) {
    this.entries = entries.map(([name, value]) => [name, value]);
  }

  /** The first value. */
  get(name: string): string | null {
    return this.entries.find((entry) => isNamed(entry, name))?.[1] ?? null;
  }

  has(name: string): boolean {
    return this.entries.some((entry) => isNamed(entry, name));
  }

  /** In place of the first of the name; the others go. */
  set(name: string, value: string): void {
    const first = this.entries.findIndex((entry) => isNamed(entry, name));
    if (first === -1) {
      this.entries.push([name, value]);
      return;
    }
    this.entries = this.entries.filter((entry, index) => index === first || !isNamed(entry, name));
    const place = this.entries[first];
    if (place !== undefined) place[1] = value;
  }

  add(name: string, value: string): void {
    this.entries.push([name, value]);
  }

  /** Onto the first of the name, behind a comma. */
  merge(name: string, value: string): void {
    const first = this.entries.find((entry) => isNamed(entry, name));
    if (first === undefined) this.add(name, value);
    else first[1] = `${first[1]}, ${value}`;
  }

  unset(name: string): void {
    this.entries = this.entries.filter((entry) => !isNamed(entry, name));
  }

  edit(name: string, change: (value: string) => string): void {
    for (const entry of this.entries) if (isNamed(entry, name)) entry[1] = change(entry[1]);
  }

  clear(): void {
    this.entries = [];
  }

  list(): HeaderList {
    return this.entries.map(([name, value]) => [name, value] as const);
  }
}

function isNamed([name]: readonly [string, string], wanted: string): boolean {
  return name.length === wanted.length && name.toLowerCase() === wanted.toLowerCase();
}
