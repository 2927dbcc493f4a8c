import { expect, test } from 'vitest';
import type { Core, DoorRoom } from '../deps.ts';
import { refusal } from '#domain/refusal.ts';
import { silent } from '../testing/stripe-shop.ts';
import { askDoor, changeAtDoor } from './ask-door.ts';

const door = {} as DoorRoom;
const deps = { rooms: { door: () => door } as unknown as Core['rooms'], log: silent };
const fails = () => Promise.reject(new Error('room was reset'));

test('a door that can’t be reached is unavailable; if it may have acted, the outcome is unknown', async () => {
  expect(await askDoor(deps, 'event', fails)).toEqual({ ok: false, code: 'unavailable' });
  expect(await changeAtDoor(deps, 'event', fails)).toEqual({ ok: false, code: 'outcome_unknown' });
});

test('a door’s answers are passed through, refusals too', async () => {
  expect(await changeAtDoor(deps, 'event', async () => ({ ok: true, seen: 1 }))).toEqual({
    ok: true,
    seen: 1,
  });
  const refused = refusal('gate_unknown');
  expect(await changeAtDoor(deps, 'event', async () => refused)).toEqual(refused);
});
