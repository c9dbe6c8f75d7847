/** What another library's options really do, in the words of its own source. */
export interface OldGrant {
  /** Whose pages may read answers. */
  readonly origins: OldOrigins;
  /** Whether `Access-Control-Allow-Credentials: true` goes out; "code" when a function decides. */
  readonly credentials: boolean | "code";
  /** As sent in a preflight's answer; "code" when a function decides. */
  readonly methods: readonly string[] | "code";
  /** As sent in a preflight's answer; "echoed" is whatever was asked for. */
  readonly headers: readonly string[] | "echoed";
  readonly exposed: readonly string[];
  /** As sent; null when it is not. */
  readonly maxAge: string | null;
  /** Whether preflights are answered. */
  readonly preflights: boolean;
  /** What else is to be said of these options: sentences. */
  readonly remarks: readonly string[];
}

export type OldOrigins =
  /** No header, or none that a browser takes. */
  | { readonly kind: "none" }
  /** `*`, to everybody. */
  | { readonly kind: "star" }
  /** The request's own Origin, whatever it is. */
  | { readonly kind: "echoed" }
  /** These texts, compared with the Origin byte for byte, and what these expressions match. */
  | { readonly kind: "listed"; readonly texts: readonly string[]; readonly expressions: readonly RegExp[] }
  /** A function decides. */
  | { readonly kind: "code" };

/** What each library's options are read by. */
export interface LibraryOptions {
  readonly name: string;
  /** The npm package, and the version whose source is followed. */
  readonly library: string;
  /** The options there are. Another key is ignored by the library. */
  readonly keys: readonly string[];
  readonly read: (options: Readonly<Record<string, unknown>>) => OldGrant;
}

export const everyOrigin: OldOrigins = { kind: "star" };
export const noOrigin: OldOrigins = { kind: "none" };

/** A list that the library joins with commas, or a text that it sends as it is. */
export function listOf(value: unknown): readonly string[] {
  const text = Array.isArray(value) ? value.map(String).join(",") : typeof value === "string" ? value : "";
  return text
    .split(",")
    .map((name) => name.trim())
    .filter((name) => name !== "");
}
