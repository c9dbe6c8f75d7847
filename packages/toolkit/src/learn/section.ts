import type { LearnExample } from "./learn-example.ts";

/** A chapter of the guide: one page, and one file of docs/learn. */
export interface Section {
  /** Kebab-case: its path below /learn, and its file's name. */
  readonly id: string;
  readonly title: string;
  /** What a reader takes away, in a sentence. */
  readonly lead: string;
  readonly parts: readonly Part[];
  /** From here to doing it: a command to copy, or a page of this server. */
  readonly next: NextStep;
}

export interface Part {
  /** Kebab-case, unique on the page: its anchor, to which findings and problems link. */
  readonly id: string;
  readonly title: string;
  readonly blocks: readonly Block[];
}

export type Block =
  /** Markdown of our own: paragraphs, lists, tables, code. */
  | { readonly kind: "text"; readonly markdown: string }
  | { readonly kind: "example"; readonly example: LearnExample }
  /** A policy, and what a server's generator makes of it: written by the generator, and run on the server in the tests. */
  | {
      readonly kind: "configuration";
      readonly policy: string;
      readonly target: string;
    };

export type NextStep =
  | { readonly kind: "command"; readonly says: string; readonly command: string }
  | { readonly kind: "page"; readonly says: string; readonly path: string; readonly label: string };

export function text(markdown: string): Block {
  return { kind: "text", markdown: markdown.trim() };
}

export function example(learnExample: LearnExample): Block {
  return { kind: "example", example: learnExample };
}
