/** Numbers in [0, 1) that are the same for the same seed. https://en.wikipedia.org/wiki/Linear_congruential_generator's kin, mulberry32. */
export function seededRandom(seed: number): () => number {
  let state = seed >>> 0;
  return () => {
    state = (state + 0x6d2b79f5) >>> 0;
    let mixed = Math.imul(state ^ (state >>> 15), state | 1);
    mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61);
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 4_294_967_296;
  };
}

const longest = 600;

/** A text of the corpus, changed in one to five places: cut, doubled, joined with another, or with a word or a character put in. */
export function mutate(corpus: readonly string[], words: readonly string[], random: () => number): string {
  const pick = <T>(list: readonly T[]): T | undefined => list[Math.floor(random() * list.length)];
  let text = pick(corpus) ?? "";
  for (let change = 1 + Math.floor(random() * 5); change > 0; change--) {
    const start = Math.floor(random() * (text.length + 1));
    const end = Math.min(text.length, start + Math.floor(random() * 8));
    const kind = Math.floor(random() * 6);
    if (kind === 0) text = text.slice(0, start) + text.slice(end);
    else if (kind === 1) text = text.slice(0, end) + text.slice(start);
    else if (kind === 2) text = text.slice(0, start) + (pick(corpus) ?? "").slice(Math.floor(random() * 20));
    else if (kind === 3) text = text.slice(0, start) + character(random) + text.slice(end);
    else text = text.slice(0, start) + (pick(words) ?? "") + text.slice(start);
  }
  return text.slice(0, longest);
}

/** Mostly ASCII, sometimes anything of two bytes. */
function character(random: () => number): string {
  return String.fromCharCode(Math.floor(random() * (random() < 0.8 ? 128 : 65_536)));
}
