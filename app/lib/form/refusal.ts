import type { Refused } from '$lib/api.ts';

/** Puts the message of a refusal beside this field. */
export const atField = (refused: Refused, field: string): Refused => ({
  ...refused,
  fields: { [field]: refused.message },
});

/** Renames the API's fields to the form's; `nameOf` returns null for a field that the form does not have. */
export function renamed(refused: Refused, nameOf: (path: string) => string | null): Refused {
  const fields = Object.entries(refused.fields ?? {}).flatMap(([path, words]) => {
    const name = nameOf(path);
    return name === null ? [] : [[name, words]];
  });
  return { ...refused, fields: Object.fromEntries(fields) };
}
