import { expect, test } from 'vitest';
import { countRequests, heading, press } from './page.ts';
import { makeProgramme, type } from './programme.ts';
import { openSiteFixture } from './site-fixture.ts';
import { look } from './screens.ts';
import * as shop from './shop.ts';

const fixture = openSiteFixture('coupon-codes');
const programme = makeProgramme(fixture);
const { newVisitor } = fixture;

test('a code reduces each line and can be removed, and an invalid one has its error beside the field', async () => {
  const event = await programme.announce();
  await programme.coupon(event, { code: 'SPRING', kind: 'percent', value: 2000, ticketTypeIds: [event.types.Full] });
  await programme.coupon(event, {
    code: 'GONE',
    kind: 'percent',
    value: 5000,
    endsAt: new Date(Date.now() - 3_600_000).toISOString(),
  });
  const visitor = await newVisitor();
  const { page } = visitor;
  await shop.order(page, event.slug, { Full: 2, Reduced: 1 });
  await press(page, 'Have a code?');
  const code = page.getByLabel('Code');
  for (const [typed, said] of [
    ['no such', 'This code isn’t valid for this event.'],
    ['GONE', 'This code isn’t valid right now.'],
    ['NEVER', 'This code isn’t valid for this event.'],
  ] as const) {
    await code.fill(typed);
    await code.press('Enter');
    await page.getByText(said).waitFor();
    expect(await code.getAttribute('aria-invalid')).toBe('true');
  }
  await look(visitor, 'code-refused');
  const asked = countRequests(page, '/coupons/validate');
  await code.fill('spring');
  await press(page, 'Apply');
  await page.getByText('SPRING: 20% off').waitFor();
  await page.getByText('€55.00').waitFor();
  await page.getByText('€10.00 off').waitFor();
  await look(visitor, 'code');
  // Once for the code itself, once for its discount here.
  expect(asked()).toBe(2);
  await page.reload();
  await page.getByText('€55.00').waitFor();
  await press(page, 'Remove');
  await page.getByText('€65.00').waitFor();
  await code.fill('SPRING');
  await press(page, 'Apply');
  await page.getByText('€55.00').waitFor();
  await shop.fillBuyer(page, shop.lena);
  await press(page, 'Continue to payment');
  await shop.toPayment(page);
  const booked = `select total_minor, discount_minor from bookings where event_id = $1`;
  expect(await fixture.site.query(booked, [event.id])).toEqual([{ total_minor: '5500', discount_minor: '1000' }]);
});

test('a code that makes the booking free says so, and nothing is due', async () => {
  const event = await programme.announce();
  await programme.coupon(event, { code: 'FRIEND', kind: 'percent', value: 10_000 });
  const visitor = await newVisitor();
  await visitor.page.goto(`/events/${event.slug}/book?tickets=${event.types.Full}:1&code=friend`);
  await visitor.page.getByText('FRIEND: 100% off').waitFor();
  await shop.fillBuyer(visitor.page, shop.lena);
  await look(visitor, 'code-free');
  await press(visitor.page, 'Confirm booking');
  await heading(visitor.page, 'You’re in');
});

test('a code reveals a hidden type, typed on the event’s page or contained in its address', async () => {
  const ticketTypes = [type('Full', 2500), type('Crew', 0, { hidden: true })];
  const event = await programme.announce({}, { ticketTypes });
  await programme.coupon(event, { code: 'BACKSTAGE', kind: 'access', ticketTypeIds: [event.types.Crew] });
  const typist = await newVisitor();
  await typist.page.goto(`/events/${event.slug}`);
  await typist.page.getByRole('button', { name: 'Have a code?' }).click();
  expect(await typist.page.getByText('Crew').count()).toBe(0);
  await typist.page.getByLabel('Code').fill('backstage');
  await press(typist.page, 'Apply');
  await typist.page.getByRole('button', { name: 'Add one Crew' }).waitFor();
  await look(typist, 'revealed');
  const { page } = await newVisitor();
  await page.goto(`/events/${event.slug}?code=BACKSTAGE`);
  await shop.choose(page, { Crew: 1 });
  await shop.goOn(page);
  await page.getByText('1 × Crew').waitFor();
  await page.reload();
  await page.getByText('1 × Crew').waitFor();
  await page.getByRole('link', { name: 'Change tickets' }).click();
  const chosen = page.getByRole('group', { name: 'Quantity, Crew' }).getByRole('status');
  await expect.poll(() => chosen.innerText().catch(() => ''), { timeout: 10_000 }).toBe('1');
  await shop.goOn(page);
  await shop.fillBuyer(page, shop.lena);
  await press(page, 'Confirm booking');
  await heading(page, 'You’re in');
});
