/** Whether a shell pattern stands for a text: `*`, `?`, `[…]`. */
export function matchesGlob(pattern: string, text: string, options: { readonly slashIsSpecial: boolean }): boolean {
  return globExpression(pattern, options).test(text);
}

function globExpression(pattern: string, { slashIsSpecial }: { readonly slashIsSpecial: boolean }): RegExp {
  const any = slashIsSpecial ? "[^/]" : "[\\s\\S]";
  const source = pattern.replace(/\[(!?)([^\]]+)\]|\\?./gs, (piece, negated?: string, members?: string) => {
    if (members !== undefined) return `[${negated === "!" ? "^" : ""}${members.replace(/[\\^\]]/g, "\\$&")}]`;
    if (piece === "*") return `${any}*`;
    if (piece === "?") return any;
    const literal = piece.length === 2 ? piece.slice(1) : piece;
    return literal.replace(/[\\^$.*+?()[\]{}|/]/g, "\\$&");
  });
  return new RegExp(`^${source}$`);
}
