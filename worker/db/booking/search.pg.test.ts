import { expect, test } from 'vitest';
import { createEventOnSale, type EventForSale } from '../../testing/event-on-sale.ts';
import { openShopFixture } from '../../testing/shop-fixture.ts';
import { createBookingStore } from './store.ts';
import { createMailSourceStore } from '../mail/source-store.ts';
import { openDatabase, type Db } from '../client.ts';

const fixture = openShopFixture();

async function withDatabase<T>(act: (db: Db) => Promise<T>): Promise<T> {
  const db = openDatabase({ url: fixture.url, driver: 'pg', name: 'everato-tools', maxConnections: 1 });
  return act(db).finally(() => db.$client.end());
}
const NOBODY = { attendee: null, holder: null };

/** `count` bookings of the event with one ticket each, the last of them as described. */
async function fill(
  event: EventForSale,
  count: number,
  last: { attendee: string | null; holder: string | null } = NOBODY,
) {
  const { rows } = await fixture.db.query<{ id: string; number: string }>(
    `with made as (insert into bookings (id, event_id, reference, buyer_name, buyer_email, buyer_email_normalized, status, method,
        currency, total_minor, ticket_count, confirmed_at, created_at)
      select gen_random_uuid(), $1, upper(substr(md5(random()::text || n), 1, 8)), 'Buyer ' || n, 'b' || n || '@example.com',
        'b' || n || '@example.com', 'confirmed', 'stripe', 'EUR', 0, 1, now(), now() + n * interval '1 second'
      from generate_series(1, $3::int) n returning id, created_at),
    lines as (insert into booking_lines (id, booking_id, ticket_type_id, position, quantity, places, unit_price_minor,
        unit_fee_minor, total_minor, tax_minor, tax_rate_basis_points)
      select gen_random_uuid(), id, $2, 0, 1, 1, 0, 0, 0, 0, 0 from made returning id, booking_id),
    numbered as (select m.id as booking_id, l.id as line_id, row_number() over (order by m.created_at) as n from made m join lines l on l.booking_id = m.id)
    insert into tickets (id, event_id, booking_id, line_id, ticket_type_id, position, number, key_id, issued_at, attendee_name, holder_email, seq)
    select gen_random_uuid(), $1, booking_id, line_id, $2, 0,
      translate(upper(substr(md5(random()::text || n), 1, 8)), '01258B', 'QRTUVW'), 1, now(),
      case when n = $3 then coalesce($4, 'Guest ' || n) else 'Guest ' || n end, case when n = $3 then $5 end, n
    from numbered order by n returning booking_id as id, number`,
    [event.eventId, event.typeIds[0], count, last.attendee, last.holder],
  );
  return rows.at(-1)!;
}
const search = (eventId: string, q: string) =>
  withDatabase(async (db) => {
    const found = await createBookingStore(() => db).listOfEvent(
      eventId,
      { q, status: null },
      { limit: 50, before: null },
    );
    return found.map(({ booking }) => booking.id);
  });

test('a booking is found by a name on a ticket, its number, and the address it was transferred to', async () => {
  const event = await createEventOnSale(fixture.url, { places: null });
  const { id, number } = await fill(event, 3, { attendee: 'Zoë O’Neill', holder: 'Zoe@Elsewhere.example' });
  const hyphenated = `${number.slice(0, 4)}-${number.slice(4)}`;
  for (const q of ['Zoë', 'o’neill', 'zoe@elsewhere', number, hyphenated, hyphenated.toLowerCase(), 'b3@example'])
    expect([q, await search(event.eventId, q)]).toEqual([q, [id]]);
  for (const q of ['Nobody', '%', 'ACDE-3467']) expect([q, await search(event.eventId, q)]).toEqual([q, []]);
});

test('the names given for unpaid tickets find their booking', async () => {
  const event = await createEventOnSale(fixture.url, { places: null });
  const { id } = await fill(event, 1);
  await fixture.db.query(`delete from tickets where booking_id = $1`, [id]);
  await fixture.db.query(
    `update bookings set status = 'pending_payment', hold_expires_at = now() + interval '1 day', confirmed_at = null,
      attendees = '[{"name": "Ada \\"Löwe\\""}]' where id = $1`,
    [id],
  );
  expect(await search(event.eventId, 'ada "löwe')).toEqual([id]);
});

test('a ticket of another event finds nothing here', async () => {
  const here = await createEventOnSale(fixture.url);
  const elsewhere = await createEventOnSale(fixture.url);
  const { number } = await fill(elsewhere, 2, { attendee: 'Only There', holder: null });
  await fill(here, 2);
  expect(await search(here.eventId, number)).toEqual([]);
  expect(await search(here.eventId, 'Only There')).toEqual([]);
});

test('questions about an event without an address of its own go to the organization’s', async () => {
  const event = await createEventOnSale(fixture.url, { places: null, event: { organizer_name: 'Haus am Kanal' } });
  const { id } = await fill(event, 1);
  const asked = () =>
    withDatabase(async (db) => {
      const page = await createBookingStore(() => db).find(id);
      const mail = await createMailSourceStore(() => db).findBookings([id]);
      return [page?.organizer, mail[0]?.event.contactEmail];
    });
  expect(await asked()).toEqual([{ name: 'Haus am Kanal', email: null }, null]);
  await fixture.db.query(`insert into organization (contact_email) values ('house@example.com')
    on conflict (single) do update set contact_email = excluded.contact_email`);
  expect(await asked()).toEqual([{ name: 'Haus am Kanal', email: 'house@example.com' }, 'house@example.com']);
  await fixture.db.query(`update events set contact_email = 'night@example.com' where id = $1`, [event.eventId]);
  expect(await asked()).toEqual([{ name: 'Haus am Kanal', email: 'night@example.com' }, 'night@example.com']);
});
