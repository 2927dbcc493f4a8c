import type { Core, DoorDeps } from '../../deps.ts';
import type { PaymentTaken, TakePayment } from '#domain/box-office/command.ts';
import type { Caller } from '#domain/account/caller.ts';
import type { DecidedScan, DoorCounts } from '#domain/door/door.ts';
import type { Outcome } from '#domain/refusal.ts';
import { isRehearsal } from '#domain/door/rehearsal.ts';
import { admitAtOnce } from './admit-at-once.ts';
import { askDoor, changeAtDoor } from '../ask-door.ts';
import { derivedId } from '../derived-id.ts';
import { openSeller } from './open-seller.ts';

export interface DoorPayment {
  eventId: string;
  scanId: string;
  method: TakePayment['method'];
  deviceId?: string;
}
type Taken = { payment: PaymentTaken; verdict: DecidedScan; counts: DoorCounts };

/**
 * Takes the payment for a ticket whose scan found it unpaid, and admits its holder. Each step recognises its own
 * repetition, so that the request can be sent again until its reply arrives.
 */
export async function takeDoorPayment(
  deps: DoorDeps & Pick<Core, 'ids' | 'rooms' | 'log'>,
  caller: Caller,
  { eventId, scanId, method, deviceId }: DoorPayment,
): Promise<Outcome<Taken>> {
  const opened = await openSeller(deps, caller, { doorId: eventId, deviceId });
  if (!opened.ok) return opened;
  const { scanner } = opened;
  const debt = await askDoor(deps, eventId, (door) => door.owed(scanner, scanId));
  if (!debt.ok) return debt;
  const { bookingId, again } = debt;
  const taker = { deviceId: scanner.deviceId, deviceName: scanner.deviceName, userId: scanner.userId };
  const idempotency = { caller: `device ${scanner.deviceId}`, key: `paid ${scanId}`, requestHash: method };
  const paid = isRehearsal(eventId)
    ? await changeAtDoor(deps, eventId, (door) => door.payPracticeBooking(bookingId))
    : await deps.rooms.boxOffice(eventId).submit({ kind: 'take_payment', bookingId, method, taker, idempotency });
  if (!paid.ok) return paid;
  const { ok: _, ...taken } = paid;
  const payment = { method, ...taken };
  const scan = { ...again, scanId: await derivedId(`paid ${scanner.deviceId} ${scanId}`) };
  const marked = await admitAtOnce(deps, eventId, { scanner, scans: [scan] });
  return marked.ok ? { ok: true, payment, verdict: marked.verdicts[0]!, counts: marked.counts } : marked;
}
