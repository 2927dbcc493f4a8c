import { expect, test } from 'vitest';
import { press } from './page.ts';
import { makeProgramme, type } from './programme.ts';
import { openSiteFixture } from './site-fixture.ts';
import { look } from './screens.ts';
import * as shop from './shop.ts';

const fixture = openSiteFixture('booking-form');
const programme = makeProgramme(fixture);
const { newVisitor } = fixture;

test('the form asks the organizer’s questions per booking and per ticket, shows errors beside them, and loses nothing on a reload', async () => {
  const event = await programme.announce({ attendeeNames: 'each' });
  await programme.ask(event, [
    { kind: 'text', label: 'How did you hear of us?' },
    { kind: 'choice', label: 'Your town', options: ['Berlin', 'Elsewhere'], required: true },
    { kind: 'checkbox', label: 'I have read the house rules', required: true },
    { per: 'ticket', kind: 'date', label: 'Date of birth', required: true, ticketTypeIds: [event.types.Free] },
  ]);
  const visitor = await newVisitor();
  const { page } = visitor;
  await shop.order(page, event.slug, { Full: 1, Free: 1 });
  await press(page, 'Continue to payment');
  await page.getByText('Please tick this to continue.').waitFor();
  expect(await page.getByText('Please answer this.').count()).toBe(2);
  expect(await page.locator('[aria-invalid=true]').count()).toBe(7);
  await look(visitor, 'questions-missing');

  await page.getByLabel('Name', { exact: true }).fill(shop.lena.name);
  await page.getByLabel('Email').fill(shop.lena.email);
  await page.getByLabel('Your town').selectOption('Berlin');
  await page.getByLabel('I have read the house rules').check();
  await page.getByLabel('Who’s it for?').first().fill(shop.lena.name);
  await page.getByLabel('Who’s it for?').last().fill('Zoë Nwosu');
  await page.getByLabel('Date of birth').fill('2012-03-04');
  await page.reload();
  await expect.poll(() => page.getByLabel('Date of birth').inputValue()).toBe('2012-03-04');
  expect(await page.getByLabel('Your town').inputValue()).toBe('Berlin');
  await look(visitor, 'questions');
  await press(page, 'Continue to payment');
  await shop.toPayment(page);
  const answers = `select q.label, nullif(a.place, -1) as place, a.value from answers a join questions q on q.id = a.question_id
    join bookings b on b.id = a.booking_id where b.event_id = $1 order by q.label`;
  expect(await fixture.site.query(answers, [event.id])).toEqual([
    { label: 'Date of birth', place: 1, value: '2012-03-04' },
    { label: 'I have read the house rules', place: null, value: 'true' },
    { label: 'Your town', place: null, value: 'Berlin' },
  ]);
});

test('the buyer names a price no lower than the minimum, and fees follow it; a bundle says how many tickets it has', async () => {
  const ticketTypes = [type('Solidarity', 500, { payWhatYouWant: true }), type('Table', 8000, { places: 4 })];
  const event = await programme.announce({ feeBasisPoints: 1000 }, { ticketTypes });
  const visitor = await newVisitor();
  const { page } = visitor;
  await page.goto(`/events/${event.slug}`);
  await page.getByText('Pay what you want, from €5.50').waitFor();
  await shop.choose(page, { Solidarity: 1, Table: 1 });
  await look(visitor, 'named-price-picker');
  await shop.goOn(page);
  await page.getByText('4 tickets').waitFor();
  await shop.fillBuyer(page, shop.lena);
  const price = page.getByLabel('Your price in EUR');
  await page.getByText('At least €5.50.').waitFor();
  // An invalid price is reported while typing and counts in no total; the typed price is the one that is paid.
  await price.fill('5');
  await page.getByText('The minimum is €5.50.').waitFor();
  expect(await price.getAttribute('aria-invalid')).toBe('true');
  expect(await page.getByText('€93.50').count()).toBe(0);
  await look(visitor, 'named-price-low');
  await press(page, 'Continue to payment');
  await page.getByText('The minimum is €5.50.').waitFor();
  await price.fill('22');
  await price.blur();
  await page.getByText('€110.00').waitFor();
  await look(visitor, 'named-price');
  await page.reload();
  await page.getByText('€110.00').waitFor();
  expect(await price.inputValue()).toBe('22.00');
  await press(page, 'Continue to payment');
  await shop.toPayment(page);
  expect(await fixture.site.query('select total_minor from bookings where event_id = $1', [event.id])).toEqual([
    { total_minor: '11000' },
  ]);
});

test('a ticket that needs another one says so above the button', async () => {
  const ticketTypes = [type('Adult', 2000, { key: 'adult' }), type('Child', 0, { requires: 'adult' })];
  const event = await programme.announce({}, { ticketTypes });
  const visitor = await newVisitor();
  const { page } = visitor;
  await page.goto(`/events/${event.slug}`);
  await page.getByText('Only together with “Adult”.').waitFor();
  await shop.choose(page, { Child: 1 });
  await page.getByText('“Child” can only be booked together with “Adult”. Add one.').waitFor();
  expect(await page.getByRole('link', { name: 'Continue' }).locator('visible=true').count()).toBe(0);
  await look(visitor, 'needs-another');
  await shop.choose(page, { Adult: 1 });
  await shop.goOn(page);
});
