import type { Refused } from '$lib/api.ts';

/** Shows what was refused beside this field. */
export const atField = (refused: Refused, field: string): Refused => ({
  ...refused,
  fields: { [field]: refused.message },
});

/** Gives the fields that the API named the form's own names; null is for a field that the form does not have. */
export function renamed(refused: Refused, nameOf: (path: string) => string | null): Refused {
  const fields = Object.entries(refused.fields ?? {}).flatMap(([path, words]) => {
    const name = nameOf(path);
    return name === null ? [] : [[name, words]];
  });
  return { ...refused, fields: Object.fromEntries(fields) };
}
