/**
 * JSON with comments as JSON: comments and trailing commas become spaces, so that every other character keeps its place.
 * An unclosed comment is left for the parser to find.
 */
export function blankComments(text: string): string {
  const withoutComments = text.replace(/"(?:[^"\\\n]|\\.)*"|\/\/[^\n]*|\/\*[\s\S]*?\*\//g, (match) =>
    match.startsWith('"') ? match : blank(match),
  );
  return withoutComments.replace(/"(?:[^"\\\n]|\\.)*"|,(?=\s*[\]}])/g, (match) => (match === "," ? " " : match));
}

function blank(text: string): string {
  return text.replace(/[^\n]/g, " ");
}
