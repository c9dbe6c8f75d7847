import { type Block, innerBlock } from "../../config/nginx/block.ts";
import type { NginxConfiguration } from "../../config/nginx/configuration.ts";

/** Every location, `if` and `limit_except` of every server, and the servers themselves. */
export function everyBlock({ servers }: NginxConfiguration): readonly Block[] {
  return servers.flatMap(({ block }) => withInner(block));
}

function withInner(block: Block): readonly Block[] {
  const { exact, prefixes, regexes, named } = block.locations;
  const unnamed = ["if", "limit_except"].flatMap((name) => block.own.get(name) ?? []);
  const inner = [...exact.values(), ...prefixes, ...regexes, ...named.values()];
  return [
    block,
    ...inner.flatMap(withInner),
    ...unnamed.flatMap((directive) => withInner(innerBlock(block, directive))),
  ];
}
