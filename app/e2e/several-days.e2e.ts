import { expect, test } from 'vitest';
import { linkIn } from './mail.ts';
import { heading, press } from './page.ts';
import { pairByLink } from './pairing.ts';
import { makeProgramme } from './programme.ts';
import { openSiteFixture } from './site-fixture.ts';
import { look } from './screens.ts';
import * as shop from './shop.ts';

const fixture = openSiteFixture('several-days');
const { newVisitor } = fixture;
const { call } = makeProgramme(fixture);

interface Made {
  id: string;
  slug: string;
  version: number;
  sessions: { id: string }[];
}

/** A fair that has begun: today's machines, and in two days people. */
async function announceFair(): Promise<Made> {
  const from = Math.floor(Date.now() / 3_600_000) * 3_600_000;
  const hour = (hours: number) => new Date(from + hours * 3_600_000).toISOString();
  const sessions = [
    { name: 'Machines', startsAt: hour(-1), endsAt: hour(7) },
    { name: 'People, and what they keep', startsAt: hour(47), endsAt: hour(55) },
  ];
  const times = { startsAt: hour(-1), endsAt: hour(55), timeZone: 'Europe/Berlin' };
  const draft = { title: 'Fair of old software', ...times, currency: 'EUR', venueName: 'Hall', sessions };
  const made = await call<Made>('POST', '/events', draft);
  const type = { priceMinor: 0, quotas: ['hall'] };
  await call('PUT', `/events/${made.id}/ticket-types`, {
    version: made.version,
    quotas: [{ key: 'hall', name: 'Hall', size: 50 }],
    ticketTypes: [
      { ...type, name: 'Both days' },
      { ...type, name: 'Second day', sessionIds: [made.sessions[1]!.id] },
    ],
  });
  await call('POST', `/events/${made.id}/publish`);
  return made;
}

test('an event of two days names them on its page, its tickets, in its mail and calendar file, and at the door', async () => {
  const fair = await announceFair();
  const visitor = await newVisitor();
  const { page } = visitor;
  await page.goto(`/events/${fair.slug}`);
  const days = page.getByTestId('days').getByRole('listitem');
  expect(await days.count()).toBe(2);
  expect(await days.nth(1).innerText()).toMatch(/\d{2}:\d{2} – \d{2}:\d{2}[\s\S]*People, and what they keep/);
  expect(await page.getByTestId('type-days').allInnerTexts()).toEqual(['For People, and what they keep']);
  await look(visitor, 'event');

  await shop.order(page, fair.slug, { 'Both days': 1, 'Second day': 1 });
  await shop.fillBuyer(page, { name: 'Lena Ångström', email: 'lena@example.com' });
  await press(page, 'Confirm booking');
  await heading(page, 'You’re in');
  await page.getByText('People, and what they keep').nth(1).waitFor();
  const card = (name: string) => page.getByRole('article', { name: `${name}, Lena Ångström` });
  expect(await card('Both days').getByRole('listitem').count()).toBe(2);
  expect(await card('Second day').getByRole('listitem').count()).toBe(1);
  await look(visitor, 'booking');
  const download = page.waitForEvent('download');
  await press(page, 'Add to calendar');
  const file = await (await download).createReadStream().then(async (stream) => {
    const parts: Buffer[] = [];
    for await (const part of stream) parts.push(part as Buffer);
    return Buffer.concat(parts).toString();
  });
  expect(file.match(/SUMMARY:[^\r]*/g)).toEqual([
    'SUMMARY:Fair of old software: Machines',
    'SUMMARY:Fair of old software: People\\, and what they keep',
  ]);

  const mail = await fixture.site.mailbox.waitFor((message) => message.to.includes('lena@example.com'));
  expect(mail.text).toMatch(
    /Both days[\s\S]*Machines: [\s\S]*People, and what they keep: [\s\S]*Second day[\s\S]*People/,
  );
  await page.goto(linkIn(mail, /\/tickets\//));
  await page.getByText('Machines', { exact: true }).waitFor();
  await look(visitor, 'ticket');

  const link = await call<{ id: string; code: string; url: string }>('POST', `/events/${fair.id}/devices`, {});
  const door = await newVisitor();
  await pairByLink(door.page, link, 'Noor');
  expect(await door.page.getByTestId('day').innerText()).toBe('Machines');
  await door.shot('door');
});
