import { hash } from 'node:crypto';
import type { BookingDeps, Core } from '../../deps.ts';
import type { Billing, BookingMethod } from '#domain/booking/booking.ts';
import type { Answers, WantedItem } from '#domain/box-office/command.ts';
import type { Caller } from '#domain/account/caller.ts';

export interface BookingWish {
  eventId: string;
  items: WantedItem[];
  buyer: { name: string; email: string };
  attendees?: { name: string }[];
  answers?: { questionId: string; place?: number | null; value: string }[];
  couponCode?: string;
  billing?: Billing;
  method?: BookingMethod;
  locale?: string;
  source?: string;
}

/**
 * Takes a wish to the event's box office. With a key, the same wish by the same caller is one booking, however often it
 * is sent; a key that comes with another wish is refused. Guests are known by key and wish together: whoever guesses
 * neither learns nothing. Refusals changed nothing and are not kept: the same key may succeed later.
 */
export async function placeBooking(
  deps: Pick<Core, 'rooms'> & Pick<BookingDeps, 'stripe'>,
  caller: Caller,
  wish: BookingWish,
  key: string | null,
  by: 'public' | 'staff' = 'public',
): Promise<Answers['place']> {
  const actorId = caller.kind === 'user' ? caller.user.id : null;
  // What staff make is somebody else's.
  const userId = by === 'staff' ? null : actorId;
  const requestHash = key === null ? '' : hash('sha256', JSON.stringify(wish), 'base64url');
  return deps.rooms.boxOffice(wish.eventId).submit({
    kind: 'place',
    items: wish.items,
    buyer: wish.buyer,
    attendees: wish.attendees?.map(({ name }) => name) ?? null,
    answers: wish.answers?.map((answer) => ({ ...answer, place: answer.place ?? null })) ?? [],
    couponCode: wish.couponCode ?? null,
    billing: wish.billing ?? null,
    method: wish.method ?? null,
    by,
    userId,
    actorId,
    locale: wish.locale ?? null,
    source: wish.source ?? null,
    idempotency: key === null ? null : { caller: actorId ?? 'guest', key, requestHash },
    paymentAvailable: deps.stripe !== null,
  });
}
