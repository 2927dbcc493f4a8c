import { expect, test } from 'vitest';
import { SignInSocial } from './account/account.ts';
import { CreateEvent } from './event/event.ts';
import { PersonName, Time } from './field.ts';

const event = { startsAt: '2027-01-01T10:00:00Z', endsAt: '2027-01-01T12:00:00Z', timeZone: 'UTC', currency: 'EUR' };
const isTitle = (title: string) => CreateEvent.safeParse({ ...event, title }).success;
const isName = (name: string) => PersonName.safeParse(name).success;

test('names and titles have visible characters, in the order they are written', () => {
  const good = ['Ada', 'Zoë Ångström', '李小龙', 'علی‌رضا', 'דוד', '👩‍👩‍👧', '3', '!'];
  const turned = ['\u202a', '\u202e', '\u2066', '\u2069', '\u2028', '\u2029'].map((mark) => `Ada${mark}nimda`);
  const unseen = ['\u200b', '\u200b\u200d', '\u2060\ufeff', '\u3164', '\u2800', '\u00ad', '\u0301'];
  expect(good.filter((text) => !isName(text) || !isTitle(text))).toEqual([]);
  expect([...turned, ...unseen].filter((text) => isName(text) || isTitle(text))).toEqual([]);
});

test('a name contains no address of a site', () => {
  expect(['Ada', 'Dr.Who', 'You won! https://evil.example/claim', 'evil.example/claim'].filter(isName)).toEqual([
    'Ada',
    'Dr.Who',
  ]);
});

test('an optional line is one line, in the order it is written', () => {
  const takes = (fields: object) => CreateEvent.safeParse({ ...event, title: 'Night', ...fields }).success;
  for (const name of ['summary', 'venueName', 'venueAddress', 'city', 'organizerName']) {
    const given = ['', 'Zürich', 'תל אביב', 'Hall\u202eevil', 'Hall\u2066', 'Hall\nSecond', 'Hall\u2028Second'];
    expect([name, ...given.filter((text) => takes({ [name]: text }))]).toEqual([name, '', 'Zürich', 'תל אביב']);
  }
  expect(takes({ description: 'Two\nlines' })).toBe(true);
});

test('times are between 1970 and 9999', () => {
  const isTime = (time: string) => Time.safeParse(time).success;
  expect(['1970-01-01T00:00:00Z', '2027-01-01T10:00:00+02:00', '9999-12-31T23:59:59Z'].filter(isTime)).toHaveLength(3);
  const others = [
    '0001-01-01T00:00:00Z',
    '1969-12-31T23:59:59Z',
    '1970-01-01T00:00:00+01:00',
    '9999-12-31T23:59:59-01:00',
  ];
  expect(others.filter(isTime)).toEqual([]);
});

test('signing in at a provider returns to this site', () => {
  const returnsTo = (callbackURL: string) => SignInSocial.safeParse({ provider: 'google', callbackURL }).success;
  expect(['/account', '//evil.example', '/\t/evil.example', '/\\evil.example'].filter(returnsTo)).toEqual(['/account']);
});

test('a time zone is a name of the IANA’s: an offset knows no summer time', () => {
  const zone = (timeZone: string) => CreateEvent.safeParse({ ...event, title: 'Night', timeZone }).success;
  for (const name of ['Europe/Berlin', 'UTC', 'America/Argentina/Buenos_Aires', 'Etc/GMT+2'])
    expect([name, zone(name)]).toEqual([name, true]);
  for (const name of ['+02:00', '-0330', '+02', '02:00', 'Mars/Base', ''])
    expect([name, zone(name)]).toEqual([name, false]);
});
