import { hash } from 'node:crypto';
import type { DoorDeps, Deps } from '../../deps.ts';
import type { BookingMethod, BookingRecord } from '#domain/booking/booking.ts';
import type { WantedItem } from '#domain/box-office/command.ts';
import type { Caller } from '#domain/account/caller.ts';
import type { DecidedScan, DoorCounts } from '#domain/door/door.ts';
import type { Scanner } from '#domain/account/scanner.ts';
import type { Outcome } from '#domain/refusal.ts';
import { admitAtOnce } from './admit-at-once.ts';
import { derivedId } from '../derived-id.ts';
import { openSeller } from './open-seller.ts';

export interface DoorSale {
  eventId: string;
  items: WantedItem[];
  method: BookingMethod;
  buyer: { name: string; email?: string };
  total?: number;
  admit: boolean;
  gateId?: string;
}
type SaleDeps = DoorDeps & Pick<Deps, 'stripe' | 'ids' | 'rooms' | 'log'>;
type Sold = { booking: BookingRecord; verdicts: DecidedScan[]; counts: DoorCounts | null };

/** Sells tickets at the door and admits their holders. With the same key it is one sale, however often it is sent. */
export async function sellAtDoor(
  deps: SaleDeps,
  caller: Caller,
  { sale, key, deviceId }: { sale: DoorSale; key: string; deviceId?: string },
): Promise<Outcome<Sold>> {
  const { eventId } = sale;
  const opened = await openSeller(deps, caller, { doorId: eventId, deviceId });
  if (!opened.ok) return opened;
  const { scanner } = opened;
  const placed = await place(deps, sale, { scanner, key });
  if (!placed.ok) return placed;
  const { booking } = placed;
  if (!sale.admit) return { ok: true, booking, verdicts: [], counts: null };
  const scans = await Promise.all(
    booking.tickets.map(async ({ id: ticketId }) => ({
      scanId: await derivedId(`sold ${scanner.deviceId} ${ticketId}`),
      ticketId,
      direction: 'entry' as const,
      gateId: sale.gateId,
    })),
  );
  const marked = await admitAtOnce(deps, eventId, { scanner, scans });
  return marked.ok ? { ok: true, booking, verdicts: marked.verdicts, counts: marked.counts } : marked;
}

function place(deps: SaleDeps, { eventId, ...sale }: DoorSale, { scanner, key }: { scanner: Scanner; key: string }) {
  const { deviceId, deviceName, userId } = scanner;
  const requestHash = hash('sha256', JSON.stringify(sale), 'base64url');
  return deps.rooms.boxOffice(eventId).submit({
    kind: 'place',
    items: sale.items,
    method: sale.method,
    expectedTotalMinor: sale.total ?? null,
    buyer: { name: sale.buyer.name, email: sale.buyer.email ?? '' },
    attendees: null,
    answers: [],
    couponCode: null,
    billing: null,
    locale: null,
    by: 'staff',
    source: 'door',
    userId: null,
    actorId: userId,
    seller: { deviceId, deviceName, userId },
    idempotency: { caller: `device ${deviceId}`, key, requestHash },
    paymentAvailable: deps.stripe !== null,
  });
}
