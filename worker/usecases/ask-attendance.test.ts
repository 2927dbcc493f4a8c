import { expect, test } from 'vitest';
import type { Core, DoorRoom } from '../deps.ts';
import { silent } from '../testing/stripe-shop.ts';
import { askAttendance } from './ask-attendance.ts';

const depsWith = (attendance: DoorRoom['attendance']) => ({
  rooms: { door: () => ({ attendance }) as unknown as DoorRoom } as unknown as Core['rooms'],
  log: silent,
});

test('a door that can’t be reached does not mean that no one has come in', async () => {
  const deps = depsWith(() => Promise.reject(new Error('room was reset')));
  expect(await askAttendance(deps, 'event', ['ticket'])).toEqual({ ok: false, code: 'unavailable' });
});

test('the door is asked for these tickets, and not at all where a booking has none', async () => {
  const asked: string[][] = [];
  const deps = depsWith(async (ticketIds) => {
    asked.push(ticketIds);
    return { ok: true, attendance: { wasIn: ticketIds, isIn: [] } };
  });
  expect(await askAttendance(deps, 'event', ['a', 'b'])).toEqual({
    ok: true,
    attendance: { wasIn: ['a', 'b'], isIn: [] },
  });
  expect(await askAttendance(deps, 'event', [])).toEqual({ ok: true, attendance: { wasIn: [], isIn: [] } });
  expect(asked).toEqual([['a', 'b']]);
});
