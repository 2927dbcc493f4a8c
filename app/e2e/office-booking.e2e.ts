import type { Page } from 'playwright-core';
import { expect, test } from 'vitest';
import { signIn } from './account.ts';
import { makeProgramme, type } from './programme.ts';
import { openSiteFixture } from './site-fixture.ts';
import { look } from './screens.ts';
import { desk } from './visitor.ts';

const choir = { name: 'Choir of St. Bartholomew on the Hill', email: 'choir@example.com' };
const fixture = openSiteFixture('office-booking');
const { announce, ask, call, coupon } = makeProgramme(fixture);

async function openBookings(eventId: string) {
  const admin = await fixture.newVisitor({ viewport: desk });
  await admin.page.goto(`/sign-in?next=/office/events/${eventId}/bookings`);
  await signIn(admin.page, fixture.site.admin);
  await admin.page.getByRole('button', { name: 'New booking' }).waitFor();
  return admin;
}

/** Fees on top; names and answers asked for each ticket. */
const announceAsking = () =>
  announce(
    { attendeeNames: 'each', atDoorPayment: true, feeFixedMinor: 50, feeBasisPoints: 0, feePaidBy: 'buyer' },
    {
      ticketTypes: [
        type('Adult', 2000, { key: 'adult' }),
        type('Child', 500, { requires: 'adult' }),
        type('Supporter', 1000, { payWhatYouWant: true }),
      ],
    },
  );

const dialogOf = (page: Page, name: string) => page.getByRole('dialog', { name });

test('staff see the server’s price as they choose, are warned of a child alone, and can skip the questions', async () => {
  const event = await announceAsking();
  await coupon(event, { code: 'EARLY', kind: 'percent', value: 1000 });
  await ask(event, [
    { kind: 'text', label: 'How did you hear of us?', per: 'booking', required: true },
    { kind: 'choice', label: 'Dish', options: ['Fish', 'Rice'], per: 'ticket', required: true },
  ]);
  const admin = await openBookings(event.id);
  const { page } = admin;
  await page.getByRole('button', { name: 'New booking' }).click();
  const sheet = dialogOf(page, 'New booking');
  const total = sheet.getByRole('region', { name: 'Total' });
  await sheet.getByRole('button', { name: 'Add one Child' }).click();
  await sheet.getByText('Child needs Adult').waitFor();
  await total.getByText('€5.50').first().waitFor();
  await look(admin, 'new-booking-child-alone');
  await sheet.getByRole('button', { name: 'Add one Adult' }).click();
  await expect.poll(() => sheet.getByText('Child needs Adult').count()).toBe(0);
  await sheet.getByRole('button', { name: 'Add one Supporter' }).click();
  await sheet.getByLabel('Price of each, in EUR').fill('5');
  await sheet
    .getByText(/The minimum is €10\.50/)
    .last()
    .waitFor();
  await expect.poll(() => sheet.getByLabel('Price of each, in EUR').getAttribute('aria-invalid')).toBe('true');
  await look(admin, 'new-booking-price-too-low');
  await sheet.getByLabel('Price of each, in EUR').fill('12.50');
  await total.getByText('€38.50').waitFor();
  await sheet.getByLabel('Coupon code').fill('nothing');
  await expect.poll(() => sheet.getByLabel('Coupon code').getAttribute('aria-invalid')).toBe('true');
  await sheet.getByLabel('Coupon code').fill('early');
  await total.getByText('−€3.70').waitFor();
  await total.getByText('€34.80').waitFor();
  await sheet.getByLabel('Paid by').selectOption({ label: 'Complimentary' });
  await total.getByText('Free').waitFor();
  await sheet.getByLabel('Paid by').selectOption({ label: 'Cash' });
  await total.getByText('€34.80').waitFor();
  await sheet.getByLabel('Name', { exact: true }).fill(choir.name);
  await sheet.getByLabel('Email').fill(choir.email);
  const second = sheet.getByRole('group', { name: 'Ticket 2: Child' });
  await second.getByLabel('Who’s it for?').fill('Mia');
  await second.getByLabel('Dish').selectOption({ label: 'Rice' });
  await look(admin, 'new-booking');
  await sheet.getByRole('button', { name: 'Book', exact: true }).click();
  await dialogOf(page, choir.name).getByText('€34.80').first().waitFor();
  const [booking] = await fixture.site.query(
    `select b.total_minor::int as total, b.method, (select array_agg(attendee_name order by position) from tickets t
      where t.booking_id = b.id) as names, (select jsonb_agg(jsonb_build_object('place', place, 'value', value)) from answers a
      where a.booking_id = b.id) as answers from bookings b where buyer_email = $1`,
    [choir.email],
  );
  expect(booking).toEqual({
    total: 3480,
    method: 'cash',
    names: [choir.name, 'Mia', choir.name],
    answers: [{ place: 1, value: 'Rice' }],
  });
});

test('the list distinguishes unpaid bookings in words and marks refunded ones', async () => {
  const event = await announceAsking();
  const make = (name: string, method: string) =>
    call<{ booking: { id: string } }>('POST', `/events/${event.id}/bookings`, {
      items: [{ ticketTypeId: event.types.Adult, quantity: 1 }],
      buyer: { name, email: `${name.toLowerCase().replaceAll(' ', '.')}@example.com` },
      method,
    });
  const refund = async (name: string, amountMinor?: number) => {
    const { booking } = await make(name, 'cash');
    const { payments } = await call<{ payments: { id: string }[] }>('GET', `/bookings/${booking.id}`);
    await call('POST', `/payments/${payments[0]!.id}/refunds`, { reason: 'Rain', amountMinor });
  };
  await make('Dora Door', 'at_door');
  await make('Carl Card', 'stripe');
  await refund('Paula Part', 500);
  await refund('Fred Full');
  const { booking } = await make('Olga Owed', 'cash');
  await fixture.site.query(
    `insert into refunds (id, payment_id, status, amount_minor, currency, reason, by_hand)
      select gen_random_uuid(), id, 'pending', 2050, 'EUR', 'booking_cancelled', true from payments where booking_id = $1`,
    [booking.id],
  );
  const failed = (await make('Fay Failed', 'cash')).booking;
  await fixture.site.query(
    `insert into refunds (id, payment_id, status, amount_minor, currency, reason)
      select gen_random_uuid(), id, 'failed', amount, 'EUR', 'Rain' from payments, unnest(array[500, 2050]) amount
      where booking_id = $1`,
    [failed.id],
  );
  const admin = await openBookings(event.id);
  const { page } = admin;
  const row = (name: string) => page.getByRole('row').filter({ hasText: name });
  await row('Dora Door').getByText('Due at the door').waitFor();
  await row('Carl Card').getByText('Due by card').waitFor();
  await row('Paula Part').getByText('€5.00 refunded').waitFor();
  await row('Fred Full').getByText('Refunded', { exact: true }).waitFor();
  await row('Olga Owed').getByText('€20.50 refund outstanding').waitFor();
  await row('Fay Failed').getByText('Refund failed').waitFor();
  await look(admin, 'bookings');
  const filter = page.getByLabel('Status');
  const shown = async (label: string, name: string) => {
    await filter.selectOption({ label });
    await expect.poll(() => page.getByRole('row').filter({ hasText: '@example.com' }).count()).toBe(1);
    await row(name).waitFor();
  };
  await shown('Due at the door', 'Dora Door');
  expect(page.url()).toContain('status=due_at_door');
  await shown('Due by card', 'Carl Card');
  await shown('Refund outstanding', 'Olga Owed');
  await shown('Refund failed', 'Fay Failed');
  await filter.selectOption({ label: 'Waiting-list offer' });
  await page.getByText('No matches').waitFor();
  // Two refunds of one booking are one button.
  await page.goto('/office');
  await page.getByText('2 refunds failed').waitFor();
  await expect.poll(() => page.getByRole('link', { name: 'Fay Failed' }).count()).toBe(1);
  await page.getByRole('link', { name: 'Fay Failed' }).click();
  const sheet = dialogOf(page, 'Fay Failed');
  const settle = page.getByRole('button', { name: 'Mark as refunded' });
  const smaller = sheet.getByRole('listitem').filter({ has: settle }).filter({ hasText: '€5.00' }).last();
  await smaller.getByRole('button').click();
  await dialogOf(page, 'Mark €5.00 as refunded?').getByRole('button', { name: 'Yes, mark as refunded' }).click();
  await sheet.getByText('Only €15.50 of the payment is left.').waitFor();
  await look(admin, 'refunds-failed');
});

test('a guest’s booking shows no unused coupon, and its history names the staff member who made it', async () => {
  const event = await announceAsking();
  const { booking } = await call<{ booking: { id: string } }>('POST', `/events/${event.id}/bookings`, {
    items: [{ ticketTypeId: event.types.Adult, quantity: 1 }],
    buyer: { name: 'Gita Guest', email: 'gita@example.com' },
    method: 'complimentary',
  });
  const { page } = await openBookings(event.id);
  await page.goto(`/office/events/${event.id}/bookings?booking=${booking.id}`);
  const sheet = dialogOf(page, 'Gita Guest');
  await sheet.getByText('Discount').waitFor();
  expect(await sheet.getByText(/Coupon/).count()).toBe(0);
  await sheet.getByText('Created by staff: Complimentary').waitFor();
  expect(await sheet.getByText('Booked', { exact: true }).count()).toBe(0);
});
