import { expect, test } from 'vitest';
import { editEvent, saveTicketTypes } from './edit.ts';
import type { EventWhole, TicketTypeFields } from './event.ts';

const fields = { currency: 'EUR', feeFixedMinor: 0, feeBasisPoints: 0, feePaidBy: 'buyer' };
const type = (priceMinor: number, minPerBooking = 1) =>
  ({ name: 'Full', priceMinor, minPerBooking, maxPerBooking: null }) as TicketTypeFields;

function whole(event: Partial<typeof fields> = {}, types: TicketTypeFields[] = []): EventWhole {
  const times = { startsAt: new Date(1), endsAt: new Date(2), bookingOpensAt: null, bookingClosesAt: null };
  const ticketTypes = types.map((one, index) => ({ ...one, id: `${index}`, index, archivedAt: null, quotaIds: [] }));
  const parts = { sessions: [], quotas: [], gates: [], ticketTypes, hasBookings: false };
  return { event: { status: 'draft', version: 1, ...times, ...fields, ...event }, ...parts } as unknown as EventWhole;
}
const save = (event: EventWhole, types: TicketTypeFields[]) =>
  saveTicketTypes(
    event,
    {
      version: 1,
      quotas: [{ key: 'q', name: 'House', size: 9 }],
      ticketTypes: types.map((one) => ({ ...one, quotas: ['q'] })),
    },
    () => crypto.randomUUID(),
  );

test('a price that cards can’t be charged is refused where it is set, with the least and the field', () => {
  expect(save(whole(), [type(0), type(49)])).toEqual({
    ok: false,
    code: 'price_below_minimum',
    details: {
      minimum: { amount: 50, currency: 'EUR' },
      fields: [{ path: 'ticketTypes.1.priceMinor', message: 'The least that can be charged is 0.50 EUR' }],
    },
  });
  for (const [event, price] of [
    [whole(), type(0)],
    [whole(), type(50)],
    // The lowest possible payment counts: with the fee, and for the minimum quantity.
    [whole({ feeFixedMinor: 20 }), type(30)],
    [whole(), type(25, 2)],
    [whole({ currency: 'GBP' }), type(30)],
  ] as const)
    expect(save(event, [price])).toMatchObject({ ok: true });
});

test('a fee kept at cancelling that Stripe can’t leave out of a refund is refused where it is set', () => {
  expect(editEvent(whole({ currency: 'KWD' }), 1, { cancelFeeFixedMinor: 1255 })).toEqual({
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
  expect(editEvent(whole({ currency: 'KWD' }), 1, { cancelFeeFixedMinor: 1250 })).toMatchObject({ ok: true });
  expect(editEvent(whole(), 1, { cancelFeeFixedMinor: 1255 })).toMatchObject({ ok: true });
});

test('neither another currency nor a smaller fee makes a price too small', () => {
  expect(editEvent(whole({}, [type(60)]), 1, { currency: 'JPY' })).toMatchObject({ ok: true });
  expect(editEvent(whole({}, [type(60)]), 1, { currency: 'SEK' })).toMatchObject({
    code: 'price_below_minimum',
    details: { fields: [{ path: 'currency' }] },
  });
  expect(editEvent(whole({ feeFixedMinor: 20 }, [type(30)]), 1, { feeFixedMinor: 10 })).toMatchObject({
    code: 'price_below_minimum',
    details: { fields: [{ path: 'feeFixedMinor' }] },
  });
});
