import type { Errors, Fields, Submittable } from './form-state.svelte.ts';

/** One row of a form for its fields. The errors of the row `types.a` are those whose names begin with `types.a.` */
export function rowOf<Row>(form: Pick<Submittable, 'errors'>, at: string, values: Row): Fields<Row> {
  const own = Object.entries(form.errors).filter(([path]) => path.startsWith(`${at}.`));
  const errors: Errors = Object.fromEntries(own.map(([path, words]) => [path.slice(at.length + 1), words]));
  return { values, errors };
}

/** Moves the item at one index of a list to another. */
export function moveItem<Item>(list: Item[], from: number, to: number): void {
  const taken = list.splice(from, 1);
  list.splice(to, 0, ...taken);
}
