import { expect, test } from 'vitest';
import { linkIn } from './mail.ts';
import { comeBack, countRequests, heading, press } from './page.ts';
import { type Announced, makeProgramme, type } from './programme.ts';
import { openSiteFixture } from './site-fixture.ts';
import { look } from './screens.ts';
import * as shop from './shop.ts';
import type { Visitor } from './visitor.ts';

const fixture = openSiteFixture('waiting-list');
const programme = makeProgramme(fixture);
const { newVisitor } = fixture;

/** A buyer joins the list for everything, and sees their position. */
async function wait(visitor: Visitor, event: Announced, person: { name: string; email: string; places?: number }) {
  const { places = 1 } = person;
  await visitor.page.goto(`/events/${event.slug}`);
  await visitor.page.getByRole('link', { name: 'Join the waiting list' }).first().click();
  for (let more = 1; more < places; more++) await visitor.page.getByRole('button', { name: /^Add one/ }).click();
  await visitor.page.getByLabel('Name').fill(person.name);
  await visitor.page.getByLabel('Email').fill(person.email);
  await press(visitor.page, 'Join the waiting list');
  await heading(visitor.page, 'You’re on the waiting list');
}

test('a buyer joins the waiting list, sees their position, gets an offer, accepts it and pays', async () => {
  const ticketTypes = [type('Full', 2500)];
  const event = await programme.announce(
    { waitingList: true, attendeeNames: 'each', cancelUntilHours: 1 },
    { size: 1, ticketTypes },
  );
  await programme.ask(event, [
    { kind: 'choice', label: 'Your town', options: ['Berlin', 'Elsewhere'], required: true },
  ]);
  const holder = await newVisitor();
  await shop.order(holder.page, event.slug, { Full: 1 });
  await holder.page.getByLabel('Name', { exact: true }).fill('Ada');
  await holder.page.getByLabel('Email').fill('ada@example.com');
  await holder.page.getByLabel('Ticket 1: Full').fill('Ada');
  await holder.page.getByLabel('Your town').selectOption('Berlin');
  await press(holder.page, 'Continue to payment');
  await shop.toPayment(holder.page);
  await shop.payBy(holder.page, 'ok');
  await heading(holder.page, 'You’re in');

  const first = await newVisitor();
  const second = await newVisitor();
  await first.page.goto(`/events/${event.slug}`);
  await first.page.getByRole('link', { name: 'Join the waiting list' }).first().waitFor();
  await look(first, 'sold-out-waiting');
  await first.page.getByRole('link', { name: 'Join the waiting list' }).first().click();
  await heading(first.page, 'Waiting list');
  await look(first, 'waiting-join');
  await wait(first, event, shop.lena);
  await first.page.getByText('You’re next').waitFor();
  await wait(second, event, { name: 'Zoë Nwosu', email: 'zoe@example.com' });
  await second.page.getByText('Your place in line').waitFor();
  await look(second, 'waiting');

  await press(holder.page, 'Cancel booking');
  await look(holder, 'cancelling');
  await holder.page.getByRole('dialog').getByRole('button', { name: 'Cancel booking' }).click();
  await heading(holder.page, 'This booking is cancelled');
  await holder.page.getByText(/^(Your refund of €25\.00 is on its way|€25\.00 refunded)$/).waitFor();
  await look(holder, 'cancelled-refunded');

  await comeBack(first.page, 'A ticket for you');
  await look(first, 'offer');
  const mail = await fixture.site.mailbox.waitFor(({ subject }) => subject === 'A ticket for you: Evening');
  expect(mail.to).toEqual([shop.lena.email]);
  await first.page.goto(linkIn(mail, /\/bookings\//));
  await heading(first.page, 'A ticket for you');
  await press(first.page, 'Accept and pay €25.00');
  await first.page.getByText('Enter a name for this ticket.').waitFor();
  await first.page.getByLabel('Ticket 1: Full').fill(shop.lena.name);
  await first.page.getByLabel('Your town').selectOption('Elsewhere');
  await press(first.page, 'Accept and pay €25.00');
  await shop.toPayment(first.page);
  await shop.payBy(first.page, 'ok');
  await heading(first.page, 'You’re in');

  await press(second.page, 'Leave the waiting list');
  await look(second, 'leaving');
  await second.page.getByRole('dialog').getByRole('button', { name: 'Leave the waiting list' }).click();
  await heading(second.page, 'You left the waiting list');
  await look(second, 'waiting-left');
});

test('an offer can be declined or expires, and the page says what happens next', async () => {
  const ticketTypes = [type('Free', 0)];
  const event = await programme.announce({ waitingList: true, cancelUntilHours: 1 }, { size: 2, ticketTypes });
  const holder = await newVisitor();
  await shop.bookFree(holder.page, event.slug, {
    tickets: { Free: 2 },
    buyer: { name: 'Ada', email: 'ada@example.com' },
  });
  const first = await newVisitor();
  const second = await newVisitor();
  await wait(first, event, { ...shop.lena, places: 2 });
  await wait(second, event, { name: 'Zoë Nwosu', email: 'zoe@example.com' });
  await press(holder.page, 'Cancel booking');
  await holder.page.getByRole('dialog').getByRole('button', { name: 'Cancel booking' }).click();
  await heading(holder.page, 'This booking is cancelled');
  await comeBack(first.page, 'Tickets for you');
  await press(first.page, 'No, thanks');
  await look(first, 'declining');
  await first.page.getByRole('dialog').getByRole('button', { name: 'No, thanks' }).click();
  await heading(first.page, 'You declined this offer');
  await look(first, 'waiting-declined');
  await comeBack(second.page, 'A ticket for you');
  await fixture.site.query(
    `update bookings set hold_expires_at = now() - interval '1 second' where event_id = $1 and status = 'pending_payment'`,
    [event.id],
  );
  await fixture.site.heartbeat();
  await comeBack(second.page, 'This offer has expired');
  await look(second, 'waiting-lapsed');
});

test('an offer that is accepted for payment at the door is reserved, and asks for no payment', async () => {
  const ticketTypes = [type('Full', 2500)];
  const event = await programme.announce(
    { waitingList: true, atDoorPayment: true, cancelUntilHours: 1 },
    { size: 1, ticketTypes },
  );
  const holder = await newVisitor();
  const next = await newVisitor();
  await shop.order(holder.page, event.slug, { Full: 1 });
  await shop.fillBuyer(holder.page, { name: 'Ada', email: 'ada@example.com' });
  await holder.page.getByLabel('At the door').check();
  await press(holder.page, 'Book, pay at the door');
  await heading(holder.page, 'Your ticket is reserved');
  await next.page.setViewportSize({ width: 390, height: 844 });
  await next.page.goto(`/events/${event.slug}`);
  const links = next.page.getByRole('link', { name: 'Join the waiting list' });
  // In the list, and in the phone’s bar.
  await expect.poll(() => links.count()).toBe(2);
  await links.last().click();
  await heading(next.page, 'Waiting list');
  await wait(next, event, { name: 'Grace', email: 'grace@example.com' });
  await press(holder.page, 'Cancel booking');
  await holder.page.getByRole('dialog').getByRole('button', { name: 'Cancel booking' }).click();
  await heading(holder.page, 'This booking is cancelled');
  const mail = await fixture.site.mailbox.waitFor(
    ({ to, subject }) => to.includes('grace@example.com') && subject.startsWith('A ticket for you'),
  );
  await next.page.goto(linkIn(mail, /\/bookings\//));
  await heading(next.page, 'A ticket for you');
  const payments = countRequests(next.page, '/payments/create');
  await next.page.getByLabel('At the door').check();
  await press(next.page, 'Accept, and pay at the door');
  await heading(next.page, 'Your ticket is reserved');
  expect(payments()).toBe(0);
});
