export const WHEN = ['any', 'today', 'week', 'month'] as const;
export type When = (typeof WHEN)[number];

/** The list's filters from the address. Unknown values are dropped: an old link shows the list, not an error. */
export interface Filters {
  q: string;
  category: string;
  city: string;
  when: When;
  free: boolean;
  cursor: string;
}

export function readFilters(params: URLSearchParams): Filters {
  const textOf = (name: string) => (params.get(name) ?? '').trim().slice(0, 100);
  const when = textOf('when');
  return {
    q: textOf('q'),
    category: textOf('category'),
    city: textOf('city'),
    when: (WHEN as readonly string[]).includes(when) ? (when as When) : 'any',
    free: params.get('free') === 'true',
    cursor: params.get('cursor') ?? '',
  };
}

/** Omits empty filters, so that addresses stay short. */
export function toAddress(filters: Partial<Filters>): string {
  const params = new URLSearchParams();
  for (const [name, value] of Object.entries(filters)) if (value && value !== 'any') params.set(name, String(value));
  const query = params.toString();
  return query ? `/?${query}` : '/';
}

export function toQuery(filters: Filters, now = new Date()) {
  const query: Record<string, string> = {};
  for (const name of ['q', 'category', 'city', 'cursor'] as const) if (filters[name]) query[name] = filters[name];
  if (filters.free) query.free = 'true';
  const until = { any: null, today: 1, week: 7, month: 31 }[filters.when];
  if (until !== null) query.to = new Date(now.getTime() + until * 86_400_000).toISOString();
  return query;
}

export const isFiltered = (filters: Filters) =>
  Boolean(filters.q || filters.category || filters.city || filters.free || filters.when !== 'any');
