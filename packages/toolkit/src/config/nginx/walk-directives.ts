import type { NginxDirective } from "./directive.ts";

/** Every directive, those in blocks included, in the order of the text. */
export function* walkDirectives(directives: readonly NginxDirective[]): Generator<NginxDirective> {
  for (const directive of directives) {
    yield directive;
    if (directive.children !== null) yield* walkDirectives(directive.children);
  }
}
