import { expect, test } from 'vitest';
import type { BoxOfficeRoom, Core } from '../../deps.ts';
import type { Command } from '#domain/box-office/command.ts';
import { refusal, type ErrorCode } from '#domain/refusal.ts';
import { createEventOnSale } from '../../testing/event-on-sale.ts';
import { openShopFixture } from '../../testing/shop-fixture.ts';
import { startPayment } from './start-payment.ts';

const fixture = openShopFixture();

/** A booking on hold whose payment page was made at Stripe, while the box office answered the attaching of it so. */
async function startedWhile(code: ErrorCode) {
  const { shop } = fixture;
  const event = await createEventOnSale(fixture.url, { types: [{ priceMinor: 2300, name: 'Standing' }] });
  const { bookingId, sessionId } = await shop.startPaying(event);
  await fixture.db.query('update payments set stripe_session_id = null, checkout_url = null where booking_id = $1', [
    bookingId,
  ]);
  const counter = shop.counter(event.eventId);
  const submit = (command: Command) =>
    command.kind === 'attach_session' ? Promise.resolve(refusal(code)) : counter.submit(command);
  const rooms = { boxOffice: () => ({ submit }) as unknown as BoxOfficeRoom } as unknown as Core['rooms'];
  const token = shop.deps.seals.linkToken({ scope: 'booking', id: bookingId, version: 1 });
  const caller = { kind: 'link', token, scope: 'booking', id: bookingId } as const;
  const start = (through: Core['rooms']) => startPayment({ ...shop.deps, rooms: through }, caller, bookingId);
  const session = () => shop.stripe.sessions().find(({ id }) => id === sessionId)!;
  return { first: await start(rooms), session, again: () => start(shop.deps.rooms) };
}

test.each(['unavailable', 'outcome_unknown'] as const)(
  'a payment page stays open when attaching it was %s, and the next try leads to it',
  async (code) => {
    const { first, session, again } = await startedWhile(code);
    expect([first, session().status]).toEqual([{ ok: false, code }, 'open']);
    expect(await again()).toMatchObject({ ok: true, payment: { checkoutUrl: session().url } });
  },
);

test('a payment page is closed when the hold has ended', async () => {
  const { first, session } = await startedWhile('hold_expired');
  expect([first, session().status]).toEqual([{ ok: false, code: 'hold_expired' }, 'expired']);
});
