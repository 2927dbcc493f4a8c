/** A number of places that ticket types draw on; null is unlimited. */
export interface Quota {
  id: string;
  size: number | null;
  /** Places in bookings that wait for a card payment, and places that have tickets. */
  held: number;
  sold: number;
  /** The held ones that are offered to the waiting list: if released, they return to the list, not to the public. */
  offered?: number;
}

/** Places of one type, taken from every quota that it draws on. */
export interface Draw {
  quotaIds: readonly string[];
  places: number;
}

export type Availability = 'available' | 'held' | 'sold_out';

export interface TypeStock {
  id: string;
  sale: 'not_started' | 'on_sale' | 'ended';
  availability: Availability;
  left: number | null;
  nextReleaseAt: string | null;
}
/** The public view of an event's places. */
export interface StockView {
  eventId: string;
  availability: Availability;
  ticketTypes: TypeStock[];
  serverTime: string;
}

export type Stock = ReadonlyMap<string, Quota>;

/** Places left; null without limit. */
export const freePlaces = (quota: Quota) =>
  quota.size === null ? null : Math.max(0, quota.size - quota.held - quota.sold);

/** Whether all draws together fit; `held` where they would if nothing were held. */
export function availabilityFor(stock: Stock, draws: readonly Draw[]): Availability {
  let worst: Availability = 'available';
  for (const [quotaId, places] of placesPerQuota(draws)) {
    const quota = quotaOf(stock, quotaId);
    if (quota.size === null || quota.held + quota.sold + places <= quota.size) continue;
    const offered = Math.min(quota.offered ?? 0, quota.held);
    if (quota.sold + offered + places > quota.size) return 'sold_out';
    worst = 'held';
  }
  return worst;
}

export const hold = (stock: Stock, draws: readonly Draw[]) => move(stock, draws, HOLD);
export const unhold = (stock: Stock, draws: readonly Draw[]) => move(stock, draws, UNHOLD);
export const sell = (stock: Stock, draws: readonly Draw[]) => move(stock, draws, SELL);
export const unsell = (stock: Stock, draws: readonly Draw[]) => move(stock, draws, UNSELL);
export const sellHeld = (stock: Stock, draws: readonly Draw[]) => move(stock, draws, SELL_HELD);

const HOLD = { held: 1, sold: 0 };
const UNHOLD = { held: -1, sold: 0 };
const SELL = { held: 0, sold: 1 };
const UNSELL = { held: 0, sold: -1 };
const SELL_HELD = { held: -1, sold: 1 };

/** Moves the places' counts in the direction of `by`. */
function move(stock: Stock, draws: readonly Draw[], by: { held: number; sold: number }): void {
  for (const [quotaId, places] of placesPerQuota(draws)) {
    const quota = quotaOf(stock, quotaId);
    quota.held += by.held * places;
    quota.sold += by.sold * places;
  }
}

function placesPerQuota(draws: readonly Draw[]): Map<string, number> {
  const perQuota = new Map<string, number>();
  for (const draw of draws) {
    for (const id of draw.quotaIds) perQuota.set(id, (perQuota.get(id) ?? 0) + draw.places);
  }
  return perQuota;
}

function quotaOf(stock: Stock, id: string): Quota {
  const quota = stock.get(id);
  if (!quota) throw new Error(`No quota ${id}`);
  return quota;
}

/** `few` shows the number only when it is this small. */
const FEW = 10;
export const isFew = (left: number): boolean => left <= FEW;

/** Places left, as far as the organizer shows them to the public. */
export function shownLeft(
  stock: Stock,
  type: { quotaIds: readonly string[]; places: number },
  shown: 'never' | 'few' | 'always',
): number | null {
  const places = leftOf(stock, type.quotaIds);
  // As many bundles are left as all of their places allow.
  const left = places === null ? null : Math.floor(places / type.places);
  if (left === null || shown === 'never' || (shown === 'few' && !isFew(left))) return null;
  return left;
}

/** The smallest of a type's quotas decides. */
export function leftOf(stock: Stock, quotaIds: readonly string[]): number | null {
  let least: number | null = null;
  for (const id of quotaIds) {
    const free = freePlaces(quotaOf(stock, id));
    if (free !== null && (least === null || free < least)) least = free;
  }
  return least;
}

/** An event is available while any of its types is, and sold out once all are. */
export function overall(types: readonly Availability[]): Availability {
  if (types.includes('available')) return 'available';
  return types.includes('held') ? 'held' : 'sold_out';
}

export function salePhase(type: { saleStartsAt: Date | null; saleEndsAt: Date | null }, now: Date): TypeStock['sale'] {
  if (type.saleStartsAt && now < type.saleStartsAt) return 'not_started';
  return type.saleEndsAt && now >= type.saleEndsAt ? 'ended' : 'on_sale';
}
