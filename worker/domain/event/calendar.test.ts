import { expect, test } from 'vitest';
import { calendarFile } from './calendar.ts';

const entry = {
  uid: '0199-a@everato',
  stamp: new Date('2026-11-22T10:00:00Z'),
  startsAt: new Date('2026-12-31T19:30:00Z'),
  endsAt: new Date('2027-01-01T05:00:00Z'),
  title: 'New Year, louder; “twice”',
  location: 'Halle 7\nHafenstraße 1\\2',
  url: 'https://tickets.example.com/events/new-year',
  cancelled: false,
};

test('a calendar entry has its times in UTC and its text escaped', () => {
  expect(calendarFile(entry).split('\r\n')).toEqual([
    'BEGIN:VCALENDAR',
    'VERSION:2.0',
    'PRODID:-//Everato//Everato//EN',
    'CALSCALE:GREGORIAN',
    'METHOD:PUBLISH',
    'BEGIN:VEVENT',
    'UID:0199-a@everato',
    'DTSTAMP:20261122T100000Z',
    'DTSTART:20261231T193000Z',
    'DTEND:20270101T050000Z',
    'SUMMARY:New Year\\, louder\\; “twice”',
    'LOCATION:Halle 7\\nHafenstraße 1\\\\2',
    'URL:https://tickets.example.com/events/new-year',
    'STATUS:CONFIRMED',
    'END:VEVENT',
    'END:VCALENDAR',
    '',
  ]);
});

test('no line is longer than 75 octets, and unfolding restores the whole title', () => {
  const title = 'Ein sehr langes Fest mit Ümläuten und 🎉🎉🎉 '.repeat(8).trim();
  const file = calendarFile({ ...entry, title });
  for (const line of file.split('\r\n')) expect(Buffer.byteLength(line)).toBeLessThanOrEqual(75);
  expect(file.replaceAll('\r\n ', '')).toContain(`SUMMARY:${title}\r\n`);
});

test('a title can’t smuggle lines into the file', () => {
  const file = calendarFile({ ...entry, title: 'a\r\nEND:VEVENT\u0000' });
  expect(file).toContain('SUMMARY:a\\nEND:VEVENT\r\n');
});

test('several days are an entry each, with ids that stay theirs', () => {
  const days = [
    { id: '0199-d1', name: 'Machines', startsAt: '2026-12-31T19:30:00.000Z', endsAt: '2026-12-31T22:00:00.000Z' },
    { id: '0199-d2', name: '', startsAt: '2027-01-01T19:30:00.000Z', endsAt: '2027-01-01T22:00:00.000Z' },
  ];
  const lines = calendarFile({ ...entry, title: 'Fair' }, days).split('\r\n');
  const told = lines.filter((line) => /^(BEGIN|UID|DTSTART|DTEND|SUMMARY)/.test(line));
  expect(told).toEqual([
    'BEGIN:VCALENDAR',
    'BEGIN:VEVENT',
    'UID:0199-d1@everato',
    'DTSTART:20261231T193000Z',
    'DTEND:20261231T220000Z',
    'SUMMARY:Fair: Machines',
    'BEGIN:VEVENT',
    'UID:0199-d2@everato',
    'DTSTART:20270101T193000Z',
    'DTEND:20270101T220000Z',
    'SUMMARY:Fair',
  ]);
  expect(lines.slice(-2)).toEqual(['END:VCALENDAR', '']);
});
