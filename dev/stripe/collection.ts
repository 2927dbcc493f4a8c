import { invalid } from './failure.ts';

export interface Page {
  limit?: number;
  starting_after?: string;
  ending_before?: string;
  created?: { gt?: number; gte?: number; lt?: number; lte?: number };
}

/** One page of objects that are given oldest first and returned newest first, as Stripe lists them. */
export function listObjects<T extends { id: string; created: number }>(all: T[], page: Page, url: string) {
  const { gt = -Infinity, gte = -Infinity, lt = Infinity, lte = Infinity } = page.created ?? {};
  const fits = ({ created }: T) => created > gt && created >= gte && created < lt && created <= lte;
  const found = all.filter(fits).reverse();
  const limit = page.limit ?? 10;
  if (page.ending_before) {
    const before = found.slice(0, indexOf(found, page.ending_before, 'ending_before'));
    return { object: 'list', url, has_more: before.length > limit, data: before.slice(-limit) };
  }
  const rest = page.starting_after ? found.slice(indexOf(found, page.starting_after, 'starting_after') + 1) : found;
  return { object: 'list', url, has_more: rest.length > limit, data: rest.slice(0, limit) };
}

function indexOf(found: { id: string }[], id: string, param: string): number {
  const index = found.findIndex((each) => each.id === id);
  if (index < 0) throw invalid(`No such object: '${id}'`, { code: 'resource_missing', param });
  return index;
}
