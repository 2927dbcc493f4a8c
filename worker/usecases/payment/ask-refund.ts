import { hash } from 'node:crypto';
import type { Deps } from '../../deps.ts';
import type { RefundPayment, Replies } from '#domain/box-office/command.ts';
import { type Caller, may, notAllowed } from '#domain/account/caller.ts';
import { refusal } from '#domain/refusal.ts';

export type RefundRequest = Pick<RefundPayment, 'paymentId' | 'amountMinor' | 'reason' | 'owed'>;

/** Refunds a payment; for staff. Stripe pays once the box office has decided; the same key never pays twice. */
export async function askRefund(
  deps: Pick<Deps, 'rooms' | 'payments'>,
  caller: Caller,
  { request, key }: { request: RefundRequest; key: string | null },
): Promise<Replies['refund']> {
  if (caller.kind !== 'user') return notAllowed(caller);
  const found = await deps.payments.find(request.paymentId);
  if (!found || !may(caller, 'VIEW_BOOKING', found.booking.eventId)) return refusal('not_found');
  if (!may(caller, 'EDIT_BOOKING', found.booking.eventId)) return notAllowed(caller);
  const requestHash = hash('sha256', `refund ${JSON.stringify(request)}`, 'base64url');
  const userId = caller.user.id;
  return deps.rooms.boxOffice(found.booking.eventId).submit({
    kind: 'refund',
    bookingId: found.booking.id,
    ...request,
    userId,
    idempotency: key === null ? null : { caller: userId, key, requestHash },
  });
}
