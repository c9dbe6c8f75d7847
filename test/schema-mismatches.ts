type Schema = { readonly [key: string]: unknown };

/** The keywords below are all that our documents use; another one throws, so that nothing passes unchecked. */
const understood = new Set([
  "$ref",
  "type",
  "properties",
  "required",
  "additionalProperties",
  "items",
  "enum",
  "oneOf",
  "minItems",
  "maxItems",
  "minimum",
  "minLength",
  "maxLength",
  "format",
  "description",
  "default",
]);

/**
 * Where a value differs from a schema of an OpenAPI document, one line each; empty when it conforms.
 *
 * @param name of a schema in `components.schemas`
 */
export function schemaMismatches(document: object, name: string, value: unknown): string[] {
  const schemas = (document as { components: { schemas: Record<string, Schema> } }).components.schemas;
  return mismatches({ $ref: `#/components/schemas/${name}` }, value, name);

  function mismatches(schema: Schema, found: unknown, where: string): string[] {
    for (const keyword of Object.keys(schema)) {
      if (!understood.has(keyword)) throw new Error(`the keyword "${keyword}" is not checked: ${where}`);
    }
    if (typeof schema.$ref === "string") {
      const target = schemas[schema.$ref.split("/").at(-1) ?? ""];
      if (target === undefined) throw new Error(`${schema.$ref} leads nowhere: ${where}`);
      return mismatches(target, found, where);
    }
    if (Array.isArray(schema.oneOf)) {
      const fitting = schema.oneOf.filter((option) => mismatches(option, found, where).length === 0).length;
      return fitting === 1 ? [] : [`${where} fits ${fitting} of ${schema.oneOf.length} alternatives`];
    }
    const types = [schema.type].flat().filter((type) => type !== undefined);
    if (types.length > 0 && !types.some((type) => isOfType(found, String(type)))) {
      return [`${where} is ${JSON.stringify(found)}, not ${types.join(" or ")}`];
    }
    if (Array.isArray(schema.enum) && !schema.enum.includes(found)) {
      return [`${where} is ${JSON.stringify(found)}, not one of ${schema.enum.join(", ")}`];
    }
    if (typeof schema.minimum === "number" && Number(found) < schema.minimum) return [`${where} is below its minimum`];
    if (schema.format === "date-time" && Number.isNaN(Date.parse(String(found)))) return [`${where} is no date`];
    if (Array.isArray(found)) return itemMismatches(schema, found, where);
    if (typeof found === "object" && found !== null) return memberMismatches(schema, found, where);
    return [];
  }

  function itemMismatches(schema: Schema, found: readonly unknown[], where: string): string[] {
    const { minItems = 0, maxItems = Number.POSITIVE_INFINITY, items } = schema;
    if (found.length < Number(minItems) || found.length > Number(maxItems))
      return [`${where} has ${found.length} items`];
    if (items === undefined) return [];
    return found.flatMap((item, index) => mismatches(items as Schema, item, `${where}[${index}]`));
  }

  function memberMismatches(schema: Schema, found: object, where: string): string[] {
    const properties = (schema.properties ?? {}) as Record<string, Schema>;
    const missing = ((schema.required ?? []) as string[]).filter((member) => !Object.hasOwn(found, member));
    return [
      ...missing.map((member) => `${where}.${member} is missing`),
      ...Object.entries(found).flatMap(([member, value]) => {
        const own = Object.hasOwn(properties, member) ? properties[member] : undefined;
        if (own !== undefined) return mismatches(own, value, `${where}.${member}`);
        if (schema.additionalProperties === false) return [`${where}.${member} is not allowed`];
        const others = schema.additionalProperties;
        return typeof others === "object" && others !== null
          ? mismatches(others as Schema, value, `${where}.${member}`)
          : [];
      }),
    ];
  }
}

function isOfType(value: unknown, type: string): boolean {
  switch (type) {
    case "null":
      return value === null;
    case "array":
      return Array.isArray(value);
    case "object":
      return typeof value === "object" && value !== null && !Array.isArray(value);
    case "integer":
      return Number.isInteger(value);
    default:
      return typeof value === type;
  }
}
