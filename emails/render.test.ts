import { describe, expect, test } from 'vitest';
import { MAIL_KINDS, type Mail, type MailFacts, type MailKind } from '../worker/domain/mail.ts';
import { drawQr } from '../worker/outside/qr.ts';
import { accentColours, contrast } from './accent.ts';
import { exampleMails } from './examples.ts';
import { mailMoney } from '../worker/domain/mail.ts';
import { formatMoney, mailLocale } from './locale.ts';
import { render } from './render.ts';

const examples = exampleMails(drawQr, 'https://tickets.example.com');
const factsOf = <Kind extends MailKind>(kind: Kind) =>
  examples.find((mail) => mail.kind === kind)?.facts as MailFacts[Kind];
const rendered = (mail: Mail) => render(mail, 'en');
const HOSTILE = `<script>alert(1)</script>"'&\r\nBcc: all@example.com`;

describe('every mail', () => {
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

  test('tells the date in the event’s own zone, and where it is', () => {
    expect(mail.text).toContain('Friday, 18 June 2027');
    expect(mail.text).toContain('20:30');
    expect(mail.text).toContain('CEST');
    expect(mail.text).toContain('Old Harbour, Pier 4, 20457 Hamburg');
    expect(mail.text).toContain('€56.00');
  });

  test('brings a calendar file, and answers go to the organizer', () => {
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

  test('what people wrote can neither make tags nor headers', () => {
    const event = { ...facts.event, title: HOSTILE, venueName: HOSTILE, organizerName: HOSTILE };
    const tickets = facts.tickets.map((ticket) => ({ ...ticket, attendeeName: HOSTILE, typeName: HOSTILE }));
    const hostile = rendered({ kind: 'booking_confirmed', facts: { ...facts, buyerName: HOSTILE, event, tickets } });
    expect(hostile.html).not.toContain('<script>');
    expect(hostile.html).toContain('&lt;script&gt;alert(1)&lt;/script&gt;&quot;&#39;&amp;');
    expect(hostile.subject).not.toMatch(/[\r\n]/);
  });

  test('an accent that isn’t a colour puts nothing into the style', () => {
    const event = { ...facts.event, accent: 'red;background:url(https://example.com)' };
    expect(rendered({ kind: 'booking_confirmed', facts: { ...facts, event } }).html).not.toContain('example.com)');
  });
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

test('a language we lack falls back to one we have', () => {
  expect([mailLocale('en'), mailLocale('en-US'), mailLocale('xx'), mailLocale('')]).toEqual(['en', 'en', 'en', 'en']);
});
