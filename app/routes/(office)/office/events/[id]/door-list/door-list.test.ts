import { expect, test } from 'vitest';
import { guestsAt, lastWord, letterOf, placeOf, sortGuests, type Guest } from './door-list.ts';

const guest = (attendeeName: string, number = '0000-0000', typeName = 'Seat'): Guest => ({
  ticketId: `${attendeeName}${number}`,
  attendeeName,
  typeName,
  number,
  email: '',
  inside: false,
  status: 'valid',
  enteredAt: null,
  unpaid: false,
});
const names = (guests: Guest[]) => guests.map(({ attendeeName }) => attendeeName);

test('guests are sorted by last name without accents, and companions follow their guest', () => {
  const guests = ['Zoë Ångström', 'Ada Lovelace +1', 'Bo Angstrom', 'Cher', 'Ada Lovelace', 'Ada Lovelace +10'];
  const sorted = sortGuests(
    [...guests, 'Ada Lovelace +2'].map((name) => guest(name)),
    'last',
    'en',
  );
  expect(names(sorted)).toEqual([
    'Bo Angstrom',
    'Zoë Ångström',
    'Cher',
    'Ada Lovelace',
    'Ada Lovelace +1',
    'Ada Lovelace +2',
    'Ada Lovelace +10',
  ]);
  expect(names(sortGuests(sorted, 'first', 'en'))[0]).toBe('Ada Lovelace');
  expect(lastWord('Ada Lovelace +12')).toBe('Lovelace');
  expect(['Zoë Ångström', 'Émilie', '李小龍', '50 Cent', '3'].map((name) => letterOf(name, 'last'))).toEqual([
    'A',
    'E',
    '李',
    'C',
    '#',
  ]);
});

test('a gate’s list has the guests whose ticket types it admits', () => {
  const types = [
    { id: 's', name: 'Seat' },
    { id: 'v', name: 'VIP' },
  ] as Parameters<typeof guestsAt>[2];
  const gate = (ticketTypeIds: string[]) => ({ ticketTypeIds }) as Parameters<typeof guestsAt>[1];
  const guests = [guest('Ada'), guest('Grace', '1', 'VIP')];
  expect(names(guestsAt(guests, gate(['v']), types))).toEqual(['Grace']);
  expect(names(guestsAt(guests, gate([]), types))).toEqual(['Ada', 'Grace']);
  expect(names(guestsAt(guests, null, types))).toEqual(['Ada', 'Grace']);
});

test('guests inside are ticked; a guest who left is out', () => {
  const enteredAt = '2026-11-28T20:00:00.000Z';
  expect(placeOf({ inside: false, enteredAt: null })).toBe('to_come');
  expect(placeOf({ inside: true, enteredAt })).toBe('in');
  expect(placeOf({ inside: false, enteredAt })).toBe('out');
});
