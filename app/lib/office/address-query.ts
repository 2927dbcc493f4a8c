import { goto } from '$app/navigation';
import { page } from '$app/state';

interface Keep {
  cursor?: boolean;
}

/** This page's address with other filters. */
export function addressWith(changes: Record<string, string | null>, keep: Keep = {}): string {
  const query = new URLSearchParams(page.url.searchParams);
  if (!keep.cursor) query.delete('cursor');
  for (const [name, value] of Object.entries(changes)) {
    if (value) query.set(name, value);
    else query.delete(name);
  }
  const search = query.toString();
  return search ? `?${search}` : page.url.pathname;
}

/**
 * Filters are part of the address, so that a reload, a link and the back button keep them. A new filter starts at page
 * one.
 */
export function setInAddress(changes: Record<string, string | null>, keep: Keep & { history?: boolean } = {}) {
  return goto(addressWith(changes, keep), {
    keepFocus: true,
    noScroll: true,
    replaceState: !keep.history,
  });
}
