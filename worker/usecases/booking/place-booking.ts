import { hash } from 'node:crypto';
import type { Deps } from '../../deps.ts';
import type { Billing, BookingMethod } from '#domain/booking/booking.ts';
import type { Replies, WantedItem } from '#domain/box-office/command.ts';
import { may, notAllowed, type Caller } from '#domain/account/caller.ts';
import { refusal } from '#domain/refusal.ts';
import type { SentAnswer } from '#domain/event/question.ts';
import { isKnownEvent } from '../event/known-event.ts';

export type PlaceDeps = Pick<Deps, 'rooms' | 'stripe' | 'doors'>;

export interface BookingRequest {
  eventId: string;
  items: WantedItem[];
  buyer: { name: string; email: string };
  attendees?: { name: string }[];
  answers?: SentAnswer[];
  couponCode?: string;
  billing?: Billing;
  method?: BookingMethod;
  locale?: string;
  source?: string;
}
interface Command {
  request: BookingRequest;
  key: string | null;
}

/**
 * Submits a booking to the event's box office. With a key, the same request by the same caller is one booking, however
 * often it is sent; the key with another request is refused. Guests are told apart by key and request together:
 * guessing reveals nothing. Refusals changed nothing and are not kept: the same key may succeed later.
 */
export async function placeBooking(deps: PlaceDeps, caller: Caller, command: Command): Promise<Replies['place']> {
  const userId = caller.kind === 'user' ? caller.user.id : null;
  return submit(deps, command, { by: 'public', userId, actorId: userId });
}

/** Staff book for someone else: the booking belongs to no account until its buyer claims it. */
export async function placeStaffBooking(deps: PlaceDeps, caller: Caller, command: Command): Promise<Replies['place']> {
  if (!may(caller, 'CREATE_BOOKING', command.request.eventId)) return notAllowed(caller);
  const actorId = caller.kind === 'user' ? caller.user.id : null;
  return submit(deps, command, { by: 'staff', userId: null, actorId });
}

interface Booker {
  by: 'public' | 'staff';
  userId: string | null;
  actorId: string | null;
}

async function submit(deps: PlaceDeps, { request, key }: Command, booker: Booker): Promise<Replies['place']> {
  if (!(await isKnownEvent(deps, request.eventId))) return refusal('not_found');
  const requestHash = key === null ? '' : hash('sha256', JSON.stringify(request), 'base64url');
  return deps.rooms.boxOffice(request.eventId).submit({
    kind: 'place',
    items: request.items,
    buyer: request.buyer,
    attendees: request.attendees?.map(({ name }) => name) ?? null,
    answers: request.answers?.map((answer) => ({ ...answer, place: answer.place ?? null })) ?? [],
    couponCode: request.couponCode ?? null,
    billing: request.billing ?? null,
    method: request.method ?? null,
    ...booker,
    locale: request.locale ?? null,
    source: request.source ?? null,
    idempotency: key === null ? null : { caller: booker.actorId ?? 'guest', key, requestHash },
    paymentAvailable: deps.stripe !== null,
  });
}
