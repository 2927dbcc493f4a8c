import { expect, test } from 'vitest';
import { hasComeIn, isInside } from './attendance.ts';

test.each([
  [{ wasIn: false, isIn: false }, undefined, [false, false]],
  [{ wasIn: false, isIn: false }, { wasIn: ['other'], isIn: ['other'] }, [false, false]],
  [{ wasIn: false, isIn: false }, { wasIn: ['mine'], isIn: ['mine'] }, [true, true]],
  [{ wasIn: false, isIn: false }, { wasIn: ['mine'], isIn: [] }, [true, false]],
  [{ wasIn: true, isIn: true }, { wasIn: [], isIn: [] }, [true, true]],
  [{ wasIn: true, isIn: false }, { wasIn: ['mine'], isIn: ['mine'] }, [true, true]],
])('a ticket has come in where Postgres or the door says so: %j, %j', (stored, atDoor, seen) => {
  const ticket = { id: 'mine', ...stored };
  expect([hasComeIn(ticket, atDoor), isInside(ticket, atDoor)]).toEqual(seen);
});
