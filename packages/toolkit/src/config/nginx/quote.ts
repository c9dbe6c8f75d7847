/** The name of a variable that holds one `$`: nginx has no other way to write one in a value. */
export const dollar = "crosscheck_dollar";

/**
 * A token as nginx reads it back, for places without variables: the keys of a `map`, regular expressions. nginx takes a
 * backslash away only before a quote, a backslash, `t`, `r` and `n`.
 *
 * https://github.com/nginx/nginx/blob/release-1.22.1/src/core/ngx_conf_file.c#L795
 */
export function quote(text: string): string {
  return `"${text.replace(/\\(?=["'\\trn]|$)/g, "\\\\").replace(/"/g, '\\"')}"`;
}

/** A value in which no variable is meant. */
export function quoteValue(text: string): string {
  return quote(text).replace(/\$/g, `\${${dollar}}`);
}
