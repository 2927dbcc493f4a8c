import { describe, expect, test } from 'vitest';
import type { Mail, MailFacts } from '#domain/mail/mail.ts';
import { MAIL_KINDS, type MailKind } from '#domain/mail/message.ts';
import { drawQr } from '../worker/outside/ticket/qr.ts';
import { accentColours, contrast } from './accent.ts';
import { exampleMails } from './examples.ts';
import { mailMoney } from '#domain/mail/mail.ts';
import { formatMoney, mailLocale } from './locale.ts';
import { render } from './render.ts';

const examples = exampleMails(drawQr, 'https://tickets.example.com');
const factsOf = <Kind extends MailKind>(kind: Kind) =>
  examples.find((mail) => mail.kind === kind)?.facts as MailFacts[Kind];
const rendered = (mail: Mail) => render(mail, 'en');
const HOSTILE = `<script>alert(1)</script>"'&\r\nBcc: all@example.com`;

describe('every email', () => {
  test('has an example', () => {
    expect(examples.map((mail) => mail.kind).sort()).toEqual([...MAIL_KINDS].sort());
  });

  test.each(examples.map((mail) => [mail.kind, mail] as const))('%s reads the same without HTML', (_, mail) => {
    const { subject, html, text } = rendered(mail);
    expect(subject).toMatch(/^\S.{5,}/);
    const links = [...html.matchAll(/href="([^"]+)"/g)].map((match) => match[1]);
    expect(links.length).toBeGreaterThan(0);
    for (const link of links) expect(text).toContain(link);
    expect(html).not.toMatch(/undefined|null|\[object|NaN/);
    expect(text).not.toMatch(/undefined|null|\[object|NaN|<\w/);
    expect(html).not.toMatch(/<script|<link|src="http/);
  });

  test('has one button at most, and says in words what a picture shows', () => {
    for (const mail of examples) {
      const { html } = rendered(mail);
      expect(html.split('text-decoration:none;').length - 1).toBeLessThanOrEqual(1);
      for (const image of html.match(/<img [^>]+>/g) ?? []) expect(image).toMatch(/ alt="/);
    }
  });
});

describe('a confirmed booking', () => {
  const facts = factsOf('booking_confirmed');
  const mail = rendered({ kind: 'booking_confirmed', facts });

  test('shows every ticket with name, type, number, its own picture, and a link to its page', () => {
    for (const ticket of facts.tickets) {
      for (const part of [ticket.number, ticket.typeName, ticket.attendeeName, ticket.url]) {
        expect(mail.text).toContain(part);
      }
      expect(mail.html).toContain(`cid:ticket-${ticket.id}@everato`);
    }
    const pictures = mail.attachments.filter((part) => part.contentId);
    expect(pictures.map((part) => part.content)).toEqual(facts.tickets.map((ticket) => ticket.qrPng));
    for (const part of pictures) expect(mail.html).toContain(`src="cid:${part.contentId}"`);
  });

  test('names the days of each ticket where its event has several, in the event’s zone', () => {
    const day = { id: 'd', name: 'Machines', startsAt: '2027-06-18T08:00:00.000Z', endsAt: '2027-06-18T16:00:00.000Z' };
    const tickets = facts.tickets.map((ticket, at) => ({ ...ticket, days: at === 0 ? [day] : [] }));
    const { text } = rendered({ kind: 'booking_confirmed', facts: { ...facts, tickets } });
    expect(text).toMatch(/Machines: Friday,? 18 June 2027.*10:00/);
    expect(text.split('Machines').length).toBe(2);
    expect(mail.text).not.toContain('Machines');
  });

  test('gives the date in the event’s own zone, and the place', () => {
    expect(mail.text).toContain('Friday, 18 June 2027');
    expect(mail.text).toContain('20:30');
    expect(mail.text).toContain('CEST');
    expect(mail.text).toContain('Old Harbour, Pier 4, 20457 Hamburg');
    expect(mail.text).toContain('€56.00');
  });

  test('has a calendar file, and replies go to the organizer', () => {
    const { filename, contentId } = mail.attachments.at(-1)!;
    expect({ filename, contentId }).toEqual({ filename: 'event.ics', contentId: undefined });
    expect(mail.replyTo).toBe('hello@hafenkultur.example');
  });

  test('counts tickets in its subject and names those that don’t fit', () => {
    const many = { ...facts, ticketCount: 40 };
    expect(mail.subject).toBe('Your 2 tickets for Lanterns on the Water');
    expect(rendered({ kind: 'booking_confirmed', facts: { ...facts, ticketCount: 1 } }).subject).toBe(
      'Your ticket for Lanterns on the Water',
    );
    expect(rendered({ kind: 'booking_confirmed', facts: many }).text).toContain(
      '38 more tickets are on your booking’s page',
    );
  });

  test('text that people wrote can create neither tags nor headers', () => {
    const event = { ...facts.event, title: HOSTILE, venueName: HOSTILE, organizerName: HOSTILE };
    const tickets = facts.tickets.map((ticket) => ({ ...ticket, attendeeName: HOSTILE, typeName: HOSTILE }));
    const hostile = rendered({ kind: 'booking_confirmed', facts: { ...facts, buyerName: HOSTILE, event, tickets } });
    expect(hostile.html).not.toContain('<script>');
    expect(hostile.html).toContain('&lt;script&gt;alert(1)&lt;/script&gt;&quot;&#39;&amp;');
    expect(hostile.subject).not.toMatch(/[\r\n]/);
  });

  test('an invalid accent puts nothing into the style', () => {
    const event = { ...facts.event, accent: 'red;background:url(https://example.com)' };
    expect(rendered({ kind: 'booking_confirmed', facts: { ...facts, event } }).html).not.toContain('example.com)');
  });
});

describe('a booking that is paid at the door', () => {
  const facts = factsOf('booking_confirmed');
  const due = { amount: mailMoney({ amount: 5600, currency: 'EUR' }), until: new Date('2027-06-18T18:00:00Z') };
  const { text } = rendered({ kind: 'booking_confirmed', facts: { ...facts, due } });

  test('says how much is due, and until when the tickets are reserved', () => {
    expect(text).toContain('Due at the door: €56.00, by Fri 18 June');
    expect(text).toContain('20:00');
    expect(text).not.toContain('is confirmed');
  });
  test('says nothing of it once it is paid', () => {
    expect(rendered({ kind: 'booking_confirmed', facts }).text).not.toContain('at the door:');
  });
});

describe('a ticket that was transferred', () => {
  const facts = factsOf('ticket_received');
  const mail = rendered({ kind: 'ticket_received', facts });

  test('goes to its new holder with its code, its page and the calendar, and nothing of the booking', () => {
    const [code, file] = mail.attachments;
    expect(code!.content).toEqual(facts.ticket.qrPng);
    expect(mail.html).toContain(`src="cid:${code!.contentId}"`);
    expect(file!.filename).toBe('event.ics');
    for (const part of [facts.ticket.url, facts.ticket.number, facts.from]) expect(mail.text).toContain(part);
    expect(mail.text).not.toMatch(/bookings\/|€|K7MP/);
  });
  test('names its page once if there is no button', () => {
    expect(mail.text.split(facts.ticket.url)).toHaveLength(2);
  });
  test('is announced to the previous holder, without its code', () => {
    const away = rendered({ kind: 'ticket_transferred', facts: factsOf('ticket_transferred') });
    expect(away.attachments).toEqual([]);
    expect(away.text).toContain('now belongs to Þór Übermuth (thor@example.com)');
  });
});

describe('a cancellation', () => {
  const facts = factsOf('booking_cancelled');
  const mail = (changes: Partial<typeof facts>) =>
    rendered({ kind: 'booking_cancelled', facts: { ...facts, ...changes } });

  test('says how much is refunded, and nothing about money if there is no refund', () => {
    const euros = (amount: number) => mailMoney({ amount, currency: 'EUR' });
    expect(mail({}).text).toContain('€50.00 is on its way to the card');
    expect(mail({ amount: euros(0), onItsWay: euros(0) }).text).not.toContain('to the card');
    const mixed = mail({ onItsWay: euros(3000), given: euros(500), owed: euros(1500), withBank: euros(7800) }).text;
    expect(mixed).toContain('€30.00 is on its way to the card');
    expect(mixed).toContain('The organizer has refunded you €5.00 directly.');
    expect(mixed).toContain('The organizer will refund you €15.00 directly');
    expect(mixed).toContain('You disputed a payment of €78.00 with your bank.');
  });
  test('says how much is kept of the payment, and nothing about it if there is no fee or the event itself was cancelled', () => {
    expect(mail({}).text).toContain('The organizer keeps €6.00 of your payment.');
    expect(mail({ kept: mailMoney({ amount: 0, currency: 'EUR' }) }).text).not.toContain('keeps');
    expect(mail({ eventCancelled: { message: '' } }).text).not.toContain('keeps');
  });
  test('of the whole event says so in its subject, with the organizer’s message', () => {
    const eventCancelled = mail({ eventCancelled: { message: 'The hall is flooded.' } });
    expect(eventCancelled.subject).toBe('Cancelled: Lanterns on the Water');
    expect(eventCancelled.text).toContain('The hall is flooded.');
  });
  test('of single tickets names them', () => {
    const tickets = factsOf('tickets_cancelled');
    const two = { ...tickets, numbers: ['A2B3-C4D3', 'A2B3-C4D4'] };
    expect(rendered({ kind: 'tickets_cancelled', facts: tickets }).subject).toMatch(/^A ticket for/);
    const both = rendered({ kind: 'tickets_cancelled', facts: two });
    expect(both.subject).toMatch(/^2 tickets for/);
    expect(both.text).toContain('A2B3-C4D3, A2B3-C4D4');
  });
});

test('an offer says until when it is valid, in the event’s own zone', () => {
  expect(rendered({ kind: 'waiting_offer', facts: factsOf('waiting_offer') }).text).toContain('Wed 2 June');
  expect(rendered({ kind: 'waiting_offer', facts: factsOf('waiting_offer') }).text).toContain('12:00');
});

test('one ticket is written in the singular, several in the plural', () => {
  const both = <Kind extends 'waiting_offer' | 'booking_cancelled' | 'hold_expired'>(kind: Kind) =>
    [1, 2].map((ticketCount) => rendered({ kind, facts: { ...factsOf(kind), ticketCount } } as Mail));
  const subjects = both('waiting_offer').map(({ subject }) => subject.split(':')[0]);
  expect(subjects).toEqual(['A ticket for you', 'Tickets for you']);
  const [one, two] = both('booking_cancelled');
  expect(one!.text).toContain('Its ticket is no longer valid.');
  expect(two!.text).toContain('Its tickets are no longer valid.');
  expect(both('hold_expired').map(({ subject }) => subject.split(' for ')[0])).toEqual(['Your ticket', 'Your tickets']);
});

test('a dispute says its status, and what to do while it is open', () => {
  const facts = factsOf('dispute');
  const subject = (status: typeof facts.status) => rendered({ kind: 'dispute', facts: { ...facts, status } }).subject;
  expect([subject('open'), subject('won'), subject('lost')].map((text) => text.split(':')[0])).toEqual([
    'A payment of €56.00 is disputed',
    'Dispute won, you keep €56.00',
    'Dispute lost, €56.00 returned',
  ]);
  const open = rendered({ kind: 'dispute', facts }).text;
  expect(open).toContain('Respond in Stripe’s dashboard by Wed 2 June');
  expect(rendered({ kind: 'dispute', facts: { ...facts, status: 'won' } }).text).not.toContain('Respond in');
  expect(rendered({ kind: 'dispute', facts: { ...facts, dueAt: null } }).text).toContain('dashboard;');
});

test('text on a button reads at 4.5 : 1 or better on any colour', () => {
  for (let step = 0; step < 4096; step++) {
    const hex = [step >> 8, (step >> 4) & 15, step & 15].map((digit) => (digit * 17).toString(16).padStart(2, '0'));
    const { accent, onAccent } = accentColours(`#${hex.join('')}`);
    expect(contrast(accent, onAccent), accent).toBeGreaterThanOrEqual(4.5);
  }
});

test('amounts have the digits of their currency', () => {
  const money = (currency: string) => formatMoney(mailMoney({ amount: 1250, currency }), 'en');
  expect(money('EUR')).toBe('€12.50');
  expect(money('JPY')).toContain('1,250');
  expect(money('KWD')).toContain('1.250');
  expect([money('HUF'), money('IDR'), money('ISK')].map((text) => text.replace(/^\D+/, ''))).toEqual([
    '12.50',
    '12.50',
    '1,250',
  ]);
});

test('an unknown language falls back to a known one', () => {
  expect([mailLocale('en'), mailLocale('en-US'), mailLocale('xx'), mailLocale('')]).toEqual(['en', 'en', 'en', 'en']);
});
