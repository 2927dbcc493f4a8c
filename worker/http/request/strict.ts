import { z } from 'zod';

type Def = z.core.$ZodTypes['_zod']['def'];
const made = new WeakMap<z.core.$ZodType, z.core.$ZodType>();

/**
 * The schema, except that every object in it refuses fields that it doesn't name. An object that says what else it
 * takes (`z.looseObject`, `catchall`) stays as it is.
 */
export function strict<T extends z.core.$ZodType>(schema: T): T {
  const known = made.get(schema) as T | undefined;
  if (known) return known;
  const inner = changed(schema._zod.def as Def);
  const copy = inner ? z.core.clone(schema, inner as T['_zod']['def']) : schema;
  // Its name and description in the OpenAPI document.
  const meta = z.globalRegistry.get(schema);
  if (meta) z.globalRegistry.add(copy, meta);
  made.set(schema, copy);
  return copy;
}

/** Null where nothing inside can be strict. */
function changed(def: Def): object | null {
  switch (def.type) {
    case 'object': {
      const shape = Object.fromEntries(Object.entries(def.shape).map(([name, field]) => [name, strict(field)]));
      return { ...def, shape, catchall: def.catchall ?? z.never() };
    }
    case 'array':
      return { ...def, element: strict(def.element) };
    case 'tuple':
      return { ...def, items: def.items.map(strict), rest: def.rest && strict(def.rest) };
    case 'record':
      return { ...def, valueType: strict(def.valueType) };
    case 'union':
      return { ...def, options: def.options.map(strict) };
    case 'pipe':
      return { ...def, in: strict(def.in) };
    case 'optional':
    case 'nullable':
    case 'nonoptional':
    case 'default':
    case 'prefault':
    case 'catch':
    case 'readonly':
      return { ...def, innerType: strict(def.innerType) };
    case 'intersection':
    case 'lazy':
    case 'map':
    case 'set':
    case 'promise':
      // None is used by any message so far; silence would let unknown fields through.
      throw new Error(`a message can't have a part of the kind ${def.type}`);
    default:
      return null;
  }
}
