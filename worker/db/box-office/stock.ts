import type { Pool } from 'pg';
import type { TypeOnSale } from '#domain/box-office/desk.ts';
import {
  availabilityFor,
  freePlaces,
  overall,
  salePhase,
  shownLeft,
  type Quota,
  type StockView,
  type TypeStock,
} from '#domain/event/inventory.ts';
import { TYPES } from './load.ts';
import { rows } from './rows.ts';
import { offeredOf } from '../event/offered-places.ts';

const EVENT = `select status, availability_shown as shown from events where id = $1`;
const QUOTAS = `select id, size, held, sold, ${offeredOf('q')} as offered from quotas q where event_id = $1`;
const NEXT_RELEASES = `select q.quota_id as "quotaId", min(b.hold_expires_at) as at
  from bookings b join booking_lines l on l.booking_id = b.id join ticket_type_quotas q on q.ticket_type_id = l.ticket_type_id
  where b.event_id = $1 and b.status = 'pending_payment' and b.method <> 'at_door' and b.waiting_entry_id is null
  group by q.quota_id`;
const NEXT_HOLD = `select min(hold_expires_at) as at from bookings
  where event_id = $1 and status = 'pending_payment' and releasing_since is null`;

type Shown = 'never' | 'few' | 'always';
type StockFacts = { stock: Map<string, Quota>; releases: Map<string, Date>; shown: Shown; now: Date };

/** The public view of an event's places; null for drafts and unknown events. */
export async function readStock(pool: Pool, eventId: string, now: Date): Promise<StockView | null> {
  const [[event], quotas, types] = await Promise.all([
    rows<{ status: string; shown: Shown }>(pool, { name: 'stock_event', text: EVENT }, [eventId]),
    rows<Quota>(pool, { name: 'stock_quotas', text: QUOTAS }, [eventId]),
    rows<TypeOnSale>(pool, { name: 'types', text: TYPES }, [eventId]),
  ]);
  if (!event || event.status === 'draft') return null;
  const releases = quotas.some((quota) => freePlaces(quota) === 0 && quota.held > 0)
    ? await nextReleases(pool, eventId)
    : new Map();
  const facts = { stock: new Map(quotas.map((quota) => [quota.id, quota])), releases, shown: event.shown, now };
  const ticketTypes = types.filter((type) => !type.hidden && !type.archivedAt).map((type) => stockOf(type, facts));
  return {
    eventId,
    availability: overall(ticketTypes.map(({ availability }) => availability)),
    ticketTypes,
    serverTime: now.toISOString(),
  };
}

function stockOf(type: TypeOnSale, { stock, releases, shown, now }: StockFacts): TypeStock {
  const availability = availabilityFor(stock, [{ quotaIds: type.quotaIds, places: type.places * type.minPerBooking }]);
  const left = shownLeft(stock, type, shown);
  const soonest = type.quotaIds.flatMap((id) => releases.get(id) ?? []).sort((a, b) => a.getTime() - b.getTime())[0];
  return {
    id: type.id,
    sale: salePhase(type, now),
    availability,
    left,
    nextReleaseAt: availability === 'held' ? (soonest?.toISOString() ?? null) : null,
  };
}

async function nextReleases(pool: Pool, eventId: string): Promise<Map<string, Date>> {
  const found = await rows<{ quotaId: string; at: Date }>(pool, { name: 'next_releases', text: NEXT_RELEASES }, [
    eventId,
  ]);
  return new Map(found.map(({ quotaId, at }) => [quotaId, at]));
}

export async function nextHoldExpiry(pool: Pool, eventId: string): Promise<Date | null> {
  const [found] = await rows<{ at: Date | null }>(pool, { name: 'next_hold', text: NEXT_HOLD }, [eventId]);
  return found?.at ?? null;
}
