import type { Place } from "../source.ts";

/** What the simulation does not carry out, and where that stands. Thrown inside, answered outside. */
export class NotModelled extends Error {
  readonly place: Place | null;

  constructor(why: string, place: Place | null) {
    super(why);
    this.place = place;
  }
}
