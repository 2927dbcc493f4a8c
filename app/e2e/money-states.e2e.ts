import { readFileSync } from 'node:fs';
import type { Browser } from 'playwright-core';
import { afterAll, afterEach, beforeAll, expect, test } from 'vitest';
import { launchBrowser } from '../../dev/browser.ts';
import { type EventPlan, plainEvent } from '../../worker/testing/factories.ts';
import { violations } from './accessibility.ts';
import { openHouse, type House } from './house.ts';
import { linkIn } from './mail.ts';
import { signInOrganizer, type Organizer } from './organizer.ts';
import * as shop from './shop.ts';
import { desk, phone, visit, type Visitor } from './visitor.ts';

const lena = { name: 'Lena Ångström', email: 'lena@example.com' };
const HOUR = 3_600_000;
let house: House;
let organizer: Organizer;
let browser: Browser;
let visitors: Visitor[] = [];
let made = 0;

beforeAll(async () => {
  house = await openHouse();
  organizer = await signInOrganizer(house);
  browser = await launchBrowser();
  house.undo.add(() => browser.close());
});

afterAll(() => house?.close());

afterEach(async ({ task }) => {
  if (task.result?.state === 'fail') for (const { shot } of visitors) await shot('failed');
  const complaints = visitors.flatMap((visitor) => visitor.complaints);
  for (const { page } of visitors) await page.context().close();
  visitors = [];
  expect(complaints).toEqual([]);
});

async function come(look: { viewport?: typeof phone; colorScheme?: 'light' | 'dark' } = {}): Promise<Visitor> {
  const visitor = await visit(browser, { url: house.url, viewport: phone, folder: 'money-states', ...look });
  visitors.push(visitor);
  return visitor;
}

/** Shows the page on both screens and in both themes, and finds nothing wrong with it. */
async function look(visitor: Visitor, name: string): Promise<void> {
  const { page, shot } = visitor;
  const seen = page.viewportSize() ?? phone;
  for (const [screen, viewport] of [
    ['phone', phone],
    ['wide', desk],
  ] as const) {
    await page.setViewportSize(viewport);
    for (const colorScheme of ['light', 'dark'] as const) {
      await page.emulateMedia({ colorScheme, reducedMotion: 'reduce' });
      expect(await violations(page), `${name}, ${screen}, ${colorScheme}`).toEqual([]);
      await shot(`${name}-${screen}-${colorScheme}`);
    }
  }
  await page.emulateMedia({ colorScheme: 'light', reducedMotion: 'reduce' });
  await page.setViewportSize(seen);
}

type Types = Record<string, string>;
interface Announced {
  id: string;
  slug: string;
  /** Ids by name. */
  types: Types;
}

/** An event of its own, so that no test sees another's bookings. */
async function announce(
  changes: Partial<EventPlan['draft']> = {},
  { size = 100, ticketTypes }: { size?: number; ticketTypes?: EventPlan['ticketTypes'] } = {},
): Promise<Announced> {
  const plan = plainEvent(ticketTypes ? { ticketTypes } : {}, size);
  const { event, ticketTypes: types } = await house.makeEvent({
    ...plan,
    draft: { ...plan.draft, slug: `money-${++made}`, ...changes },
  });
  return { id: event.id, slug: event.slug, types: Object.fromEntries(types.map(({ name, id }) => [name, id])) };
}

const type = (name: string, priceMinor: number, changes: Partial<EventPlan['ticketTypes'][number]> = {}) => ({
  ...{ name, priceMinor, quotas: ['House'] },
  ...changes,
});
const coupon = (event: Announced, fields: object) => organizer.call('POST', `/events/${event.id}/coupons`, fields);
const ask = async (event: Announced, questions: object[]) => {
  const { version } = await organizer.call('GET', `/events/${event.id}/staff`);
  return organizer.call('PUT', `/events/${event.id}/questions`, { version, questions });
};
const heading = (page: Visitor['page'], name: string) => page.getByRole('heading', { name }).waitFor();
const press = (page: Visitor['page'], name: string | RegExp) => page.getByRole('button', { name }).click();

/** How often the page has asked for it since. */
function countRequests(page: Visitor['page'], part: string): () => number {
  let count = 0;
  page.on('request', (request) => void (count += request.url().includes(part) ? 1 : 0));
  return () => count;
}

/** Has booked what costs nothing, and sees the tickets. */
async function bookFree(
  visitor: Visitor,
  event: Announced,
  tickets: Record<string, number> = { Free: 1 },
  buyer = lena,
) {
  await shop.order(visitor.page, event.slug, tickets);
  await shop.fillBuyer(visitor.page, buyer);
  await press(visitor.page, 'Confirm booking');
  await heading(visitor.page, 'You’re in');
}

/** Has paid, and sees the tickets. */
async function bookPaid(visitor: Visitor, event: Announced, tickets: Record<string, number> = { Full: 1 }) {
  await shop.order(visitor.page, event.slug, tickets);
  await shop.fillBuyer(visitor.page, lena);
  await press(visitor.page, 'Continue to payment');
  await shop.toPayment(visitor.page);
  await shop.payBy(visitor.page, 'ok');
  await heading(visitor.page, 'You’re in');
}

test('what the organizer asks is asked per booking and per ticket, errors stand beside it, and a reload loses nothing', async () => {
  const event = await announce({ attendeeNames: 'each' });
  await ask(event, [
    { kind: 'text', label: 'How did you hear of us?' },
    { kind: 'choice', label: 'Your town', options: ['Berlin', 'Elsewhere'], required: true },
    { kind: 'checkbox', label: 'I have read the house rules', required: true },
    { per: 'ticket', kind: 'date', label: 'Date of birth', required: true, ticketTypeIds: [event.types.Free] },
  ]);
  const visitor = await come();
  const { page } = visitor;
  await shop.order(page, event.slug, { Full: 1, Free: 1 });
  await press(page, 'Continue to payment');
  await page.getByText('Please tick this to go on.').waitFor();
  expect(await page.getByText('Please answer this.').count()).toBe(2);
  expect(await page.locator('[aria-invalid=true]').count()).toBe(7);
  await look(visitor, 'questions-missing');

  await page.getByLabel('Name', { exact: true }).fill(lena.name);
  await page.getByLabel('E-mail').fill(lena.email);
  await page.getByLabel('Your town').selectOption('Berlin');
  await page.getByLabel('I have read the house rules').check();
  await page.getByLabel('Who is it for?').first().fill(lena.name);
  await page.getByLabel('Who is it for?').last().fill('Zoë Nwosu');
  await page.getByLabel('Date of birth').fill('2012-03-04');
  await page.reload();
  await expect.poll(() => page.getByLabel('Date of birth').inputValue()).toBe('2012-03-04');
  expect(await page.getByLabel('Your town').inputValue()).toBe('Berlin');
  await look(visitor, 'questions');
  await press(page, 'Continue to payment');
  await shop.toPayment(page);
  const answers = `select q.label, nullif(a.place, -1) as place, a.value from answers a join questions q on q.id = a.question_id
    join bookings b on b.id = a.booking_id where b.event_id = $1 order by q.label`;
  expect(await house.query(answers, [event.id])).toEqual([
    { label: 'Date of birth', place: 1, value: '2012-03-04' },
    { label: 'I have read the house rules', place: null, value: 'true' },
    { label: 'Your town', place: null, value: 'Berlin' },
  ]);
});

test('a code comes off line by line, can be taken back, and one that does not hold is said beside the field', async () => {
  const event = await announce();
  await coupon(event, { code: 'SPRING', kind: 'percent', value: 2000, ticketTypeIds: [event.types.Full] });
  await coupon(event, {
    code: 'GONE',
    kind: 'percent',
    value: 5000,
    endsAt: new Date(Date.now() - HOUR).toISOString(),
  });
  const visitor = await come();
  const { page } = visitor;
  await shop.order(page, event.slug, { Full: 2, Reduced: 1 });
  await press(page, 'Have a code?');
  const code = page.getByLabel('Code');
  for (const [typed, said] of [
    ['no such', 'This code isn’t known for this event.'],
    ['GONE', 'This code does not hold at the moment.'],
    ['NEVER', 'This code isn’t known for this event.'],
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
  await page.getByText('SPRING: 20 % off').waitFor();
  await page.getByText('€55.00').waitFor();
  await page.getByText('€10.00 off').waitFor();
  await look(visitor, 'code');
  // Once for what the code is, once for what it is worth here.
  expect(asked()).toBe(2);
  await page.reload();
  await page.getByText('€55.00').waitFor();
  await press(page, 'Remove');
  await page.getByText('€65.00').waitFor();
  await code.fill('SPRING');
  await press(page, 'Apply');
  await page.getByText('€55.00').waitFor();
  await shop.fillBuyer(page, lena);
  await press(page, 'Continue to payment');
  await shop.toPayment(page);
  const booked = `select total_minor, discount_minor from bookings where event_id = $1`;
  expect(await house.query(booked, [event.id])).toEqual([{ total_minor: '5500', discount_minor: '1000' }]);
});

test('a code that makes it free says so, and nothing is to be paid', async () => {
  const event = await announce();
  await coupon(event, { code: 'FRIEND', kind: 'percent', value: 10_000 });
  const visitor = await come();
  await visitor.page.goto(`/events/${event.slug}/book?tickets=${event.types.Full}:1&code=friend`);
  await visitor.page.getByText('FRIEND: 100 % off').waitFor();
  await shop.fillBuyer(visitor.page, lena);
  await look(visitor, 'code-free');
  await press(visitor.page, 'Confirm booking');
  await heading(visitor.page, 'You’re in');
});

test('a hidden type is shown by its code, typed on the event’s page or in its address', async () => {
  const ticketTypes = [type('Full', 2500), type('Crew', 0, { hidden: true })];
  const event = await announce({}, { ticketTypes });
  await coupon(event, { code: 'BACKSTAGE', kind: 'access', ticketTypeIds: [event.types.Crew] });
  const typist = await come();
  await typist.page.goto(`/events/${event.slug}`);
  await typist.page.getByRole('button', { name: 'Have a code?' }).click();
  expect(await typist.page.getByText('Crew').count()).toBe(0);
  await typist.page.getByLabel('Code').fill('backstage');
  await press(typist.page, 'Apply');
  await typist.page.getByRole('button', { name: 'One more: Crew' }).waitFor();
  await look(typist, 'revealed');
  const { page } = await come();
  await page.goto(`/events/${event.slug}?code=BACKSTAGE`);
  await shop.choose(page, { Crew: 1 });
  await shop.goOn(page);
  await page.getByText('1 × Crew').waitFor();
  await page.reload();
  await page.getByText('1 × Crew').waitFor();
  await page.getByRole('link', { name: 'Change tickets' }).click();
  const chosen = page.getByRole('group', { name: 'Crew: how many' }).getByRole('status');
  await expect.poll(() => chosen.innerText().catch(() => '')).toBe('1');
  await shop.goOn(page);
  await shop.fillBuyer(page, lena);
  await press(page, 'Confirm booking');
  await heading(page, 'You’re in');
});

test('the buyer names the price, not below the least one, and fees follow it; a bundle says its tickets', async () => {
  const ticketTypes = [type('Solidarity', 500, { payWhatYouWant: true }), type('Table', 8000, { places: 4 })];
  const event = await announce({ feeBasisPoints: 1000 }, { ticketTypes });
  const visitor = await come();
  const { page } = visitor;
  await page.goto(`/events/${event.slug}`);
  await page.getByText('You choose the price, from €5.50').waitFor();
  await shop.choose(page, { Solidarity: 1, Table: 1 });
  await look(visitor, 'named-price-picker');
  await shop.goOn(page);
  await page.getByText('4 tickets').waitFor();
  await shop.fillBuyer(page, lena);
  const price = page.getByLabel('Your price in EUR');
  await price.fill('4');
  await press(page, 'Continue to payment');
  await page.getByText('That is less than 5.00, the least it can be.').waitFor();
  expect(await price.getAttribute('aria-invalid')).toBe('true');
  await price.fill('20');
  await price.blur();
  await page.getByText('€110.00').waitFor();
  await look(visitor, 'named-price');
  await page.reload();
  await page.getByText('€110.00').waitFor();
  await press(page, 'Continue to payment');
  await shop.toPayment(page);
  expect(await house.query('select total_minor from bookings where event_id = $1', [event.id])).toEqual([
    { total_minor: '11000' },
  ]);
});

test('a ticket that needs another one says so before the button', async () => {
  const ticketTypes = [type('Adult', 2000, { key: 'adult' }), type('Child', 0, { requires: 'adult' })];
  const event = await announce({}, { ticketTypes });
  const visitor = await come();
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

test('whoever pays at the door has the tickets at once, with what is due, and may still give them back', async () => {
  const event = await announce({ atDoorPayment: true });
  const visitor = await come();
  const { page } = visitor;
  await shop.order(page, event.slug, { Full: 2 });
  await shop.fillBuyer(page, lena);
  await page.getByLabel('At the door').check();
  await page.getByLabel('I need an invoice for a company').check();
  await page.getByLabel('Company', { exact: true }).fill('Ångström & Töchter GmbH');
  await look(visitor, 'at-the-door-form');
  await press(page, 'Book, pay at the door');
  await heading(page, 'Your places are reserved');
  await page.getByText('To pay at the door: €50.00').waitFor();
  await expect.poll(() => page.getByRole('img', { name: 'QR code of this ticket' }).count()).toBe(2);
  const asked = countRequests(page, '/api/v1/bookings/');
  await look(visitor, 'at-the-door');
  expect(asked()).toBe(0);
  await page.getByText('Receipts are made out to Ångström & Töchter GmbH.').waitFor();
  await press(page, 'Cancel booking');
  await page.getByRole('dialog').getByRole('button', { name: 'Cancel booking' }).click();
  await heading(page, 'This booking is cancelled');
  expect(await house.query('select held, sold from quotas where event_id = $1', [event.id])).toEqual([
    { held: 0, sold: 0 },
  ]);
});

test('after a lapse one click holds the same places again; when they are gone, the waiting list is next', async () => {
  const event = await announce({ waitingList: true }, { size: 1 });
  const visitor = await come();
  const { page } = visitor;
  const lapse = async () => {
    await page.getByTestId('walk-away').click();
    await page.getByText('Held for you').waitFor();
    await house.query(
      `update bookings set hold_expires_at = now() - interval '1 second' where event_id = $1 and status = 'pending_payment'`,
      [event.id],
    );
    await house.heartbeat();
    await heading(page, 'The time to pay ran out');
  };
  await shop.order(page, event.slug, { Full: 1 });
  await shop.fillBuyer(page, lena);
  await press(page, 'Continue to payment');
  await shop.toPayment(page);
  await lapse();
  await look(visitor, 'lapsed');
  await press(page, 'Hold them again');
  await shop.toPayment(page);
  await lapse();
  await bookFree(await come(), event, { Free: 1 }, { name: 'Ada', email: 'ada@example.com' });
  await press(page, 'Hold them again');
  await page.getByText('There are not enough places left.').waitFor();
  await look(visitor, 'lapsed-sold-out');
  await page.getByRole('link', { name: 'Join the waiting list' }).click();
  await heading(page, 'Waiting list');
  await expect.poll(() => page.getByLabel('Name').inputValue()).toBe(lena.name);
});

test('an unpaid booking can be given back, and its place is free at once', async () => {
  const event = await announce({}, { size: 1 });
  const visitor = await come();
  const { page } = visitor;
  await shop.order(page, event.slug, { Full: 1 });
  await shop.fillBuyer(page, lena);
  await press(page, 'Continue to payment');
  await shop.toPayment(page);
  await page.getByTestId('walk-away').click();
  await page.getByText('Once you are there, you have at least 10 minutes.').waitFor();
  await look(visitor, 'pending');
  await press(page, 'Give the places back');
  await look(visitor, 'giving-back');
  await page.getByRole('dialog').getByRole('button', { name: 'Give the places back' }).click();
  await heading(page, 'This booking is cancelled');
  expect(await house.query('select held, sold from quotas where event_id = $1', [event.id])).toEqual([
    { held: 0, sold: 0 },
  ]);
});

/** Somebody waits for the only place, and sees how far they are. */
async function wait(visitor: Visitor, event: Announced, person: { name: string; email: string }): Promise<void> {
  await visitor.page.goto(`/events/${event.slug}`);
  await visitor.page.getByRole('link', { name: 'Join the waiting list' }).first().click();
  await visitor.page.getByLabel('Name').fill(person.name);
  await visitor.page.getByLabel('E-mail').fill(person.email);
  await press(visitor.page, 'Join the waiting list');
  await heading(visitor.page, 'You are on the waiting list');
}

test('the waiting list: join, see one’s place, be offered a place, take it and pay', async () => {
  const ticketTypes = [type('Full', 2500)];
  const event = await announce(
    { waitingList: true, attendeeNames: 'each', cancelUntilHours: 1 },
    { size: 1, ticketTypes },
  );
  await ask(event, [{ kind: 'choice', label: 'Your town', options: ['Berlin', 'Elsewhere'], required: true }]);
  const holder = await come();
  await shop.order(holder.page, event.slug, { Full: 1 });
  await holder.page.getByLabel('Name', { exact: true }).fill('Ada');
  await holder.page.getByLabel('E-mail').fill('ada@example.com');
  await holder.page.getByLabel('Ticket 1: Full').fill('Ada');
  await holder.page.getByLabel('Your town').selectOption('Berlin');
  await press(holder.page, 'Continue to payment');
  await shop.toPayment(holder.page);
  await shop.payBy(holder.page, 'ok');
  await heading(holder.page, 'You’re in');

  const [first, second] = [await come(), await come()];
  await first.page.goto(`/events/${event.slug}`);
  await first.page.getByRole('link', { name: 'Join the waiting list' }).first().waitFor();
  await look(first, 'sold-out-waiting');
  await first.page.getByRole('link', { name: 'Join the waiting list' }).first().click();
  await heading(first.page, 'Waiting list');
  await look(first, 'waiting-join');
  await wait(first, event, lena);
  await first.page.getByText('You are next').waitFor();
  await wait(second, event, { name: 'Zoë Nwosu', email: 'zoe@example.com' });
  await second.page.getByText('Your place in line').waitFor();
  await look(second, 'waiting');

  await press(holder.page, 'Cancel booking');
  await look(holder, 'cancelling');
  await holder.page.getByRole('dialog').getByRole('button', { name: 'Cancel booking' }).click();
  await heading(holder.page, 'This booking is cancelled');
  await holder.page.getByText('€25.00 paid back', { exact: true }).waitFor();
  await look(holder, 'cancelled-refunded');

  await heading(first.page, 'Places for you');
  await look(first, 'offer');
  const mail = await house.mailbox.waitFor(({ subject }) => subject === 'Places for you: Evening');
  expect(mail.to).toEqual([lena.email]);
  await first.page.goto(linkIn(mail, /\/bookings\//));
  await heading(first.page, 'Places for you');
  await press(first.page, 'Take them and pay €25.00');
  await first.page.getByText('A name is needed for this ticket.').waitFor();
  await first.page.getByLabel('Ticket 1: Full').fill(lena.name);
  await first.page.getByLabel('Your town').selectOption('Elsewhere');
  await press(first.page, 'Take them and pay €25.00');
  await shop.toPayment(first.page);
  await shop.payBy(first.page, 'ok');
  await heading(first.page, 'You’re in');

  await press(second.page, 'Leave the waiting list');
  await look(second, 'leaving');
  await second.page.getByRole('dialog').getByRole('button', { name: 'Leave the waiting list' }).click();
  await heading(second.page, 'You left the waiting list');
  await look(second, 'waiting-left');
});

test('an offer can be declined, and one that nobody took lapses: both say what is next', async () => {
  const ticketTypes = [type('Free', 0)];
  const event = await announce({ waitingList: true, cancelUntilHours: 1 }, { size: 1, ticketTypes });
  const holder = await come();
  await bookFree(holder, event, { Free: 1 }, { name: 'Ada', email: 'ada@example.com' });
  const [first, second] = [await come(), await come()];
  await wait(first, event, lena);
  await wait(second, event, { name: 'Zoë Nwosu', email: 'zoe@example.com' });
  await press(holder.page, 'Cancel booking');
  await holder.page.getByRole('dialog').getByRole('button', { name: 'Cancel booking' }).click();
  await heading(first.page, 'Places for you');
  await press(first.page, 'No, thanks');
  await look(first, 'declining');
  await first.page.getByRole('dialog').getByRole('button', { name: 'No, thanks' }).click();
  await heading(first.page, 'You passed on this offer');
  await look(first, 'waiting-declined');
  await heading(second.page, 'Places for you');
  await house.query(
    `update bookings set hold_expires_at = now() - interval '1 second' where event_id = $1 and status = 'pending_payment'`,
    [event.id],
  );
  await house.heartbeat();
  await heading(second.page, 'The offer ran out');
  await look(second, 'waiting-lapsed');
});

test('a ticket is passed on: the buyer sees its code no more, the new holder does, and a name can be changed', async () => {
  const event = await announce();
  const buyer = await come();
  const { page } = buyer;
  await bookFree(buyer, event, { Free: 2 });
  const old = await page.getByRole('link', { name: 'Open' }).first().getAttribute('href');
  await page.getByRole('button', { name: 'Change name' }).last().click();
  await page.getByLabel('Who is it for?').fill('Þór Übermuth');
  await look(buyer, 'renaming');
  await press(page, 'Save');
  await page.getByRole('article', { name: 'Free, Þór Übermuth' }).waitFor();
  await page.getByRole('button', { name: 'Pass on' }).first().click();
  await press(page, 'Pass it on');
  await page.getByText('Tell us the name of the new holder.').waitFor();
  await page.getByLabel('Who gets it?').fill('Zoë Nwosu');
  await page.getByLabel('Their e-mail').fill('zoe@example.com');
  await look(buyer, 'passing-on');
  await press(page, 'Pass it on');
  await page.getByText('Passed on to Zoë Nwosu, who has the code now.').waitFor();
  expect(await page.getByRole('img', { name: 'QR code of this ticket' }).count()).toBe(1);
  await look(buyer, 'passed-on');

  const stranger = await come();
  await stranger.page.goto(old!);
  await heading(stranger.page, 'This link does not open a ticket');
  await look(stranger, 'ticket-gone');

  const mail = await house.mailbox.waitFor(
    ({ to, html }) => to.includes('zoe@example.com') && html.includes('src="cid:'),
  );
  const holder = await come();
  await holder.page.goto(linkIn(mail, /\/tickets\//));
  await holder.page.getByRole('img', { name: 'QR code of this ticket' }).waitFor();
  await holder.page.getByText('Zoë Nwosu').first().waitFor();
  await look(holder, 'received');
});

test('a company can be added later, and the receipt is a file', async () => {
  const event = await announce();
  const buyer = await come();
  const { page } = buyer;
  await bookPaid(buyer, event);
  await press(page, 'Add company or VAT ID');
  await page.getByLabel('Company', { exact: true }).fill('Ångström & Töchter GmbH');
  await look(buyer, 'billing');
  await page.getByRole('button', { name: 'Save', exact: true }).click();
  await page.getByText('Receipts are made out to Ångström & Töchter GmbH.').waitFor();
  const saved = page.waitForEvent('download');
  await press(page, 'Save PDF');
  const file = await saved;
  expect(file.suggestedFilename()).toMatch(/\.pdf$/);
  expect(
    readFileSync(await file.path())
      .subarray(0, 5)
      .toString(),
  ).toBe('%PDF-');
});

test('what was paid back for one ticket shows beside the other', async () => {
  const event = await announce();
  const buyer = await come();
  const { page } = buyer;
  await bookPaid(buyer, event, { Full: 2 });
  const id = shop.bookingIdIn(page.url());
  const [ticket] = await house.query<{ id: string }>('select id from tickets where booking_id = $1 limit 1', [id]);
  await organizer.call('POST', `/bookings/${id}/cancel-tickets`, { ticketIds: [ticket!.id], refund: true });
  await page.reload();
  await page.getByText('€25.00 paid back', { exact: true }).waitFor();
  await look(buyer, 'partly-refunded');
});

test('a phone that wakes up shows how things stand: the event was called off meanwhile', async () => {
  const event = await announce();
  const buyer = await come();
  const { page } = buyer;
  await bookPaid(buyer, event);
  await organizer.call('POST', `/events/${event.id}/cancel`, { refund: true, message: '' });
  await house.heartbeat();
  const status = () => house.query('select status from bookings where event_id = $1', [event.id]);
  await expect.poll(status, { timeout: 20_000 }).toEqual([{ status: 'cancelled' }]);
  await page.evaluate(`document.dispatchEvent(new Event('visibilitychange'))`);
  await heading(page, 'The event is cancelled');
  await page.getByText('€25.00 paid back', { exact: true }).waitFor();
  await look(buyer, 'called-off');
});
