import { expect, test } from 'vitest';
import { deleteEvent, editEvent, saveGates, saveTicketTypes } from './edit.ts';
import type { FullEvent, TicketTypeFields } from './event.ts';

const fields = { currency: 'EUR', feeFixedMinor: 0, feeBasisPoints: 0, feePaidBy: 'buyer' };
const type = (priceMinor: number, minPerBooking = 1) =>
  ({ name: 'Full', priceMinor, minPerBooking, maxPerBooking: null }) as TicketTypeFields;

function fullEvent(event: Partial<typeof fields> = {}, types: TicketTypeFields[] = []): FullEvent {
  const times = { startsAt: new Date(1), endsAt: new Date(2), bookingOpensAt: null, bookingClosesAt: null };
  const ticketTypes = types.map((one, index) => ({ ...one, id: `${index}`, index, archivedAt: null, quotaIds: [] }));
  const parts = { sessions: [], quotas: [], gates: [], ticketTypes, hasBookings: false, hasCouponAmounts: false };
  return { event: { status: 'draft', version: 1, ...times, ...fields, ...event }, ...parts } as unknown as FullEvent;
}
const save = (event: FullEvent, types: TicketTypeFields[]) =>
  saveTicketTypes(
    event,
    {
      version: 1,
      quotas: [{ key: 'q', name: 'House', size: 9 }],
      ticketTypes: types.map((one) => ({ ...one, quotas: ['q'] })),
    },
    () => crypto.randomUUID(),
  );

test('a price that cards can’t be charged is refused where it is set, with the minimum and the field', () => {
  expect(save(fullEvent(), [type(0), type(49)])).toEqual({
    ok: false,
    code: 'price_below_minimum',
    details: {
      minimum: { amount: 50, currency: 'EUR' },
      fields: [{ path: 'ticketTypes.1.priceMinor', message: 'The least that can be charged is 0.50 EUR' }],
    },
  });
  for (const [event, price] of [
    [fullEvent(), type(0)],
    [fullEvent(), type(50)],
    // The lowest possible payment counts: with the fee, and for the minimum quantity.
    [fullEvent({ feeFixedMinor: 20 }), type(30)],
    [fullEvent(), type(25, 2)],
    [fullEvent({ currency: 'GBP' }), type(30)],
  ] as const)
    expect(save(event, [price])).toMatchObject({ ok: true });
});

test('a cancellation fee that Stripe can’t leave out of a refund is refused where it is set', () => {
  expect(editEvent(fullEvent({ currency: 'KWD' }), 1, { cancelFeeFixedMinor: 1255 })).toEqual({
    ok: false,
    code: 'invalid_request',
    details: {
      fields: [
        {
          path: 'cancelFeeFixedMinor',
          message: 'Must be a multiple of 0.010 KWD',
          reason: 'uneven',
          step: { amount: 10, currency: 'KWD' },
        },
      ],
    },
  });
  expect(editEvent(fullEvent({ currency: 'KWD' }), 1, { cancelFeeFixedMinor: 1250 })).toMatchObject({ ok: true });
  expect(editEvent(fullEvent(), 1, { cancelFeeFixedMinor: 1255 })).toMatchObject({ ok: true });
});

test('neither another currency nor a smaller fee makes a price too small', () => {
  expect(editEvent(fullEvent({}, [type(60)]), 1, { currency: 'JPY' })).toMatchObject({ ok: true });
  expect(editEvent(fullEvent({}, [type(60)]), 1, { currency: 'SEK' })).toMatchObject({
    code: 'price_below_minimum',
    details: { fields: [{ path: 'currency' }] },
  });
  expect(editEvent(fullEvent({ feeFixedMinor: 20 }, [type(30)]), 1, { feeFixedMinor: 10 })).toMatchObject({
    code: 'price_below_minimum',
    details: { fields: [{ path: 'feeFixedMinor' }] },
  });
});

test('the currency stays while bookings or a coupon have amounts in it; all else may change', () => {
  const change = (facts: Partial<FullEvent>, fields: Parameters<typeof editEvent>[2] = { currency: 'JPY' }) =>
    editEvent({ ...fullEvent(), ...facts }, 1, fields);
  expect(change({})).toMatchObject({ ok: true });
  expect(change({ hasBookings: true, hasCouponAmounts: true })).toEqual({
    ok: false,
    code: 'event_not_editable',
    details: { field: 'currency' },
  });
  expect(change({ hasCouponAmounts: true })).toEqual({
    ok: false,
    code: 'event_has_coupons',
    details: { field: 'currency' },
  });
  expect(change({ hasBookings: true, hasCouponAmounts: true }, { currency: 'EUR', title: 'Day' })).toMatchObject({
    ok: true,
  });
});

/** A main quota of 9 places and a balcony of 4, some of them held and sold. */
function selling(types: { places?: number; held?: number; sold?: number; quotaIds?: string[]; archivedAt?: Date }[]) {
  const ticketTypes = types.map((one, index) => ({
    ...type(1000),
    id: `type-${index}`,
    index,
    archivedAt: null,
    places: 1,
    held: 0,
    sold: 0,
    quotaIds: ['house'],
    ...one,
  }));
  const taken = (quotaId: string, count: 'held' | 'sold') =>
    ticketTypes.filter(({ quotaIds }) => quotaIds.includes(quotaId)).reduce((sum, one) => sum + one[count], 0);
  const quotas = [
    { id: 'house', name: 'House', size: 9 },
    { id: 'balcony', name: 'Balcony', size: 4 },
  ].map((quota) => ({ ...quota, held: taken(quota.id, 'held'), sold: taken(quota.id, 'sold') }));
  return { ...fullEvent(), quotas, ticketTypes } as unknown as FullEvent;
}
interface Saving {
  quotas: { id: string; size: number | null }[];
  draws: string[];
  places?: number;
}
const saveOf = (event: FullEvent, { quotas, draws, places = 1 }: Saving) =>
  saveTicketTypes(
    event,
    {
      version: 1,
      quotas: quotas.map((quota) => ({ ...quota, name: quota.id })),
      ticketTypes: [{ ...type(1000), places, id: 'type-0', quotas: draws }],
    },
    () => 'new',
  );

test('a quota never becomes smaller than its held and sold places', () => {
  const event = selling([{ held: 2, sold: 3 }]);
  const house = { id: 'house', name: 'house', held: 2, sold: 3 };
  expect(saveOf(event, { quotas: [{ id: 'house', size: 4 }], draws: ['house'] })).toEqual({
    ok: false,
    code: 'quota_below_sold',
    details: { quotas: [house] },
  });
  expect(saveOf(event, { quotas: [{ id: 'house', size: 5 }], draws: ['house'] })).toMatchObject({
    ok: true,
    change: { quotas: [{ ...house, size: 5 }], removedQuotaIds: ['balcony'] },
  });
  expect(saveOf(event, { quotas: [{ id: 'house', size: null }], draws: ['house'] })).toMatchObject({ ok: true });
});

test('the sold places of a type move with it to another quota, and must fit there', () => {
  const event = selling([{ sold: 5 }]);
  const both = [
    { id: 'house', size: 9 },
    { id: 'balcony', size: 4 },
  ];
  expect(saveOf(event, { quotas: both, draws: ['balcony'] })).toEqual({
    ok: false,
    code: 'quota_below_sold',
    details: { quotas: [{ id: 'balcony', name: 'balcony', held: 0, sold: 5 }] },
  });
  expect(saveOf(selling([{ sold: 4 }]), { quotas: both, draws: ['balcony'] })).toMatchObject({
    ok: true,
    change: {
      quotas: [
        { id: 'house', sold: 0 },
        { id: 'balcony', sold: 4 },
      ],
    },
  });
});

test('a quota from which a retired type has sold can’t be removed', () => {
  const event = selling([{}, { sold: 1, quotaIds: ['balcony'], archivedAt: new Date(0) }]);
  expect(saveOf(event, { quotas: [{ id: 'house', size: 9 }], draws: ['house'] })).toEqual({
    ok: false,
    code: 'quota_below_sold',
    details: { quotas: [{ id: 'balcony', name: 'Balcony', held: 0, sold: 1 }] },
  });
});

test('how many people a ticket admits changes only while none is held or sold', () => {
  const house = [{ id: 'house', size: 9 }];
  for (const taken of [{ held: 1 }, { sold: 1 }]) {
    expect(saveOf(selling([taken]), { quotas: house, draws: ['house'], places: 2 })).toEqual({
      ok: false,
      code: 'ticket_type_in_use',
      details: { id: 'type-0', field: 'places' },
    });
    expect(saveOf(selling([taken]), { quotas: house, draws: ['house'] })).toMatchObject({ ok: true });
  }
  expect(saveOf(selling([{}]), { quotas: house, draws: ['house'], places: 2 })).toMatchObject({
    ok: true,
    change: { ticketTypes: [{ places: 2 }] },
  });
});

test('a draft can be deleted while it has no bookings and no staff limited to it', () => {
  const draft = fullEvent();
  expect(deleteEvent(draft, [])).toEqual({ ok: true });
  expect(deleteEvent({ ...draft, hasBookings: true }, [])).toEqual({ ok: false, code: 'event_has_bookings' });
  expect(deleteEvent(draft, ['Kim'])).toEqual({ ok: false, code: 'event_has_staff', details: { names: ['Kim'] } });
  const published = { ...draft, event: { ...draft.event, status: 'published' as const } };
  expect(deleteEvent(published, [])).toEqual({
    ok: false,
    code: 'event_not_editable',
    details: { status: 'published' },
  });
});

test('gates saved on an earlier version are refused; a page of an earlier release, which names none, is understood', () => {
  const saved = (version: number | null) =>
    saveGates(fullEvent(), { version, gates: [{ name: 'North', ticketTypeIds: [] }] }, () => 'new');
  const done = { ok: true, change: { gates: [{ id: 'new', name: 'North', ticketTypeIds: [] }] } };
  expect(saved(2)).toEqual({ ok: false, code: 'version_conflict', details: { version: 1 } });
  expect([saved(1), saved(null)]).toEqual([done, done]);
});
