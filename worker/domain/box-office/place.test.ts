import { expect, test } from 'vitest';
import type { PlaceBooking } from './command.ts';
import { confirmedBooking, deskWith, hours, now, typeOnSale as type } from '../../testing/desk.ts';
import { noChanges } from './changes.ts';
import type { Desk } from './desk.ts';
import { startPayment } from './pay.ts';
import { place } from './place.ts';

const request = (items: PlaceBooking['items'], fields: Partial<PlaceBooking> = {}): PlaceBooking => ({
  items,
  buyer: { name: 'Ada', email: 'ada@example.com' },
  attendees: null,
  answers: [],
  couponCode: null,
  billing: null,
  method: null,
  by: 'public',
  actorId: null,
  userId: null,
  locale: null,
  source: null,
  idempotency: null,
  paymentAvailable: true,
  ...fields,
});
const standing = (quantity = 1, fields: Partial<PlaceBooking> = {}) =>
  request([{ ticketTypeId: 'standing', quantity }], fields);
const facts = (status: string) => ({ facts: { ...deskWith().event.facts, status } });

test('each refusal says its reason', () => {
  const refused: [Desk, PlaceBooking, unknown][] = [
    [deskWith(facts('draft')), standing(), { ok: false, code: 'not_found' }],
    [deskWith(facts('cancelled')), standing(), { ok: false, code: 'event_not_published' }],
    [
      deskWith({ bookingOpensAt: hours(1) }),
      standing(),
      { ok: false, code: 'sales_not_started', details: { startsAt: hours(1).toISOString() } },
    ],
    [deskWith({ bookingClosesAt: now }), standing(), { ok: false, code: 'booking_closed' }],
    [deskWith({ endsAt: now }), standing(), { ok: false, code: 'booking_closed' }],
    [deskWith(), request([{ ticketTypeId: 'other', quantity: 1 }]), { ok: false, code: 'unknown_ticket_type' }],
    [deskWith({}, [type('standing', { hidden: true })]), standing(), { ok: false, code: 'unknown_ticket_type' }],
    [deskWith({}, [type('standing', { archivedAt: now })]), standing(), { ok: false, code: 'unknown_ticket_type' }],
    [
      deskWith({}, [type('standing', { saleEndsAt: now })]),
      standing(),
      { ok: false, code: 'sales_ended', details: { ticketTypeId: 'standing' } },
    ],
    [
      deskWith({}, [type('standing', { minPerBooking: 2 })]),
      standing(),
      { ok: false, code: 'too_few', details: { ticketTypeId: 'standing', minimum: 2 } },
    ],
    [
      deskWith({}, [type('standing', { maxPerBooking: 2 })]),
      request([
        { ticketTypeId: 'standing', quantity: 2 },
        { ticketTypeId: 'standing', quantity: 1 },
      ]),
      { ok: false, code: 'too_many', details: { ticketTypeId: 'standing', maximum: 2 } },
    ],
    [
      deskWith({}, [type('standing', { requiresTypeId: 'seat' }), type('seat')]),
      standing(),
      { ok: false, code: 'requires_other_type', details: { ticketTypeId: 'standing', requiresTypeId: 'seat' } },
    ],
    [
      deskWith({ attendeeNames: 'each' }),
      standing(2, { attendees: ['Ada'] }),
      { ok: false, code: 'attendee_names_required', details: { needed: 2 } },
    ],
    [
      deskWith({ perPersonLimit: 2 }),
      standing(3),
      { ok: false, code: 'person_limit_reached', details: { limit: 2, booked: 0 } },
    ],
    [
      deskWith(),
      standing(1, { paymentAvailable: false }),
      { ok: false, code: 'stripe_not_configured', details: { variable: 'STRIPE_SECRET_KEY' } },
    ],
    [
      deskWith({}, [type('standing', { priceMinor: 20_000_000 })]),
      standing(5),
      { ok: false, code: 'too_many', details: { maximumMinor: 99_999_999 } },
    ],
    [
      deskWith({ currency: 'KWD' }, [type('standing', { priceMinor: 5005 })]),
      standing(),
      { ok: false, code: 'method_not_available', details: { method: 'stripe' } },
    ],
    [
      deskWith({}, [type('standing', { priceMinor: 600_000_000 })]),
      standing(2, { method: 'cash', by: 'staff' }),
      { ok: false, code: 'too_many', details: { maximumMinor: 1_000_000_000 } },
    ],
    [
      deskWith({}, [type('standing', { places: 3 })]),
      standing(667, { by: 'staff' }),
      { ok: false, code: 'too_many', details: { maximum: 2000 } },
    ],
    [deskWith({}, undefined, 1), standing(2), { ok: false, code: 'sold_out' }],
  ];
  for (const [desk, command, answer] of refused) {
    expect(place(desk, command)).toEqual(answer);
    expect(desk.changes).toEqual(noChanges());
    expect(desk.stock.get('house')).toMatchObject({ held: 0, sold: 0 });
  }
});

test('a type that needs another one is sold only together with it, and staff sell it alone', () => {
  const desk = () => deskWith({}, [type('standing', { requiresTypeId: 'seat' }), type('seat')]);
  const together = request([
    { ticketTypeId: 'standing', quantity: 1 },
    { ticketTypeId: 'seat', quantity: 1 },
  ]);
  expect(place(desk(), together)).toMatchObject({ ok: true, booking: { totalMinor: 2000 } });
  expect(place(desk(), standing(1, { by: 'staff' }))).toMatchObject({
    ok: true,
    booking: { totalMinor: 1000 },
  });
});

test('a buyer’s own price that can’t be charged is refused with the step', () => {
  const desk = deskWith({ currency: 'KWD' }, [type('standing', { payWhatYouWant: true, priceMinor: 1000 })]);
  const own = (unitPriceMinor: number) => request([{ ticketTypeId: 'standing', quantity: 1, unitPriceMinor }]);
  expect(place(desk, own(1005))).toMatchObject({
    code: 'invalid_request',
    details: { fields: [{ path: 'items', reason: 'uneven', step: { amount: 10, currency: 'KWD' } }] },
  });
  expect(place(desk, own(1010))).toMatchObject({ ok: true });
});

test('an amount that can never be charged is refused as such', () => {
  const desk = deskWith({ currency: 'KWD' });
  confirmedBooking(desk, {
    status: 'pending_payment',
    method: 'stripe',
    currency: 'KWD',
    totalMinor: 1005,
    holdExpiresAt: hours(1),
  });
  expect(startPayment(desk, { kind: 'start_payment', bookingId: 'booking', paymentId: 'p' } as never)).toEqual({
    ok: false,
    code: 'method_not_available',
    details: { method: 'stripe' },
  });
});

test('held tickets may become free again, and the refusal says so', () => {
  const desk = deskWith({}, undefined, 2);
  expect(place(desk, standing(2))).toMatchObject({ ok: true });
  expect(place(desk, standing(1, { buyer: { name: 'B', email: 'b@example.com' } }))).toEqual({
    ok: false,
    code: 'held',
  });
});

test('all lines or none are held: one that does not fit holds nothing of the others', () => {
  const desk = deskWith({}, [type('standing'), type('seat', { quotaIds: ['house', 'seats'] })]);
  desk.stock.set('seats', { id: 'seats', size: 1, held: 0, sold: 0 });
  const items = [
    { ticketTypeId: 'standing', quantity: 1 },
    { ticketTypeId: 'seat', quantity: 2 },
  ];
  expect(place(desk, request(items))).toEqual({ ok: false, code: 'sold_out' });
  expect([...desk.stock.values()].map(({ held }) => held)).toEqual([0, 0]);
});

test('a bundle uses its places and gives a ticket for each, with the given names', () => {
  const desk = deskWith({ attendeeNames: 'each' }, [type('family', { priceMinor: 0, places: 4, index: 2 })]);
  const answer = place(desk, request([{ ticketTypeId: 'family', quantity: 1 }], { attendees: ['A', 'B', 'C', 'D'] }));
  expect(answer).toMatchObject({
    ok: true,
    booking: {
      status: 'confirmed',
      tickets: [
        { attendeeName: 'A', keyId: 3, typeIndex: 2 },
        { attendeeName: 'B' },
        { attendeeName: 'C' },
        { attendeeName: 'D' },
      ],
    },
  });
  expect(desk.stock.get('house')).toMatchObject({ held: 0, sold: 4 });
  expect(desk.changes.tickets.map(({ seq }) => seq)).toEqual([8, 9, 10, 11]);
  expect(desk.event.ticketSeq).toBe(11);
});

test('the buyer pays price and fee, and is told the tax included', () => {
  const desk = deskWith({ feeFixedMinor: 50, feeBasisPoints: 500 });
  expect(place(desk, standing(2))).toMatchObject({
    ok: true,
    booking: {
      status: 'pending_payment',
      totalMinor: 2200,
      feeMinor: 200,
      taxMinor: 351,
      holdExpiresAt: hours(0.25).toISOString(),
    },
  });
});

test('a person books as many tickets as the limit allows, counting those that they hold already', () => {
  expect(place(deskWith({ perPersonLimit: 3 }), standing(3))).toMatchObject({ ok: true });
  const desk = deskWith({ perPersonLimit: 3 });
  desk.live.byEmail.set('ada@example.com', new Map([['booking', { tickets: 2, couponId: null }]]));
  expect(place(desk, standing(2))).toMatchObject({ code: 'person_limit_reached', details: { limit: 3, booked: 2 } });
  expect(place(desk, standing(1))).toMatchObject({ ok: true });
});

test('payment at the door can be chosen until it closes, by the public no longer', () => {
  const choose = (atDoorUntil: Date | null, fields: Partial<PlaceBooking> = {}) =>
    place(deskWith({ atDoorPayment: true, atDoorUntil }), standing(1, { method: 'at_door', ...fields }));
  expect(choose(hours(1))).toMatchObject({ ok: true });
  expect(choose(null)).toMatchObject({ ok: true });
  expect(choose(now)).toMatchObject({ code: 'method_not_available', details: { method: 'at_door' } });
  expect(choose(now, { by: 'staff' })).toMatchObject({ ok: true });
});
