import { expect, test } from 'vitest';
import { v7 } from 'uuid';
import { ghostTickets } from './ghost-tickets.ts';
import { eventOfDoor, isRehearsal, rehearsalEnd, rehearsalOf } from './rehearsal.ts';
import { parseNumber } from './ticket-number.ts';
import { eventTag } from './ticket-token.ts';

const HOUR_MS = 3_600_000;

test('a rehearsal has an id of its own that leads back to its event, and codes that tell the two apart', () => {
  for (let n = 0; n < 100; n++) {
    const eventId = v7();
    const doorId = rehearsalOf(eventId);
    expect([isRehearsal(eventId), isRehearsal(doorId)]).toEqual([false, true]);
    expect(doorId).toMatch(/^[0-9a-f]{8}-[0-9a-f]{4}-8[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}$/);
    expect([eventOfDoor(doorId), eventOfDoor(eventId)]).toEqual([eventId, eventId]);
    expect(eventTag(doorId)).not.toBe(eventTag(eventId));
  }
});

test('it ends after six hours, or when the event begins', () => {
  expect(rehearsalEnd(0, 100 * HOUR_MS)).toBe(6 * HOUR_MS);
  expect(rehearsalEnd(0, 2 * HOUR_MS)).toBe(2 * HOUR_MS);
  expect(rehearsalEnd(10 * HOUR_MS, 9 * HOUR_MS)).toBe(16 * HOUR_MS);
});

test('there is a ghost of each type, a party, and one of everything that is refused; the same ones every time', () => {
  const doorId = rehearsalOf(v7());
  const types = Array.from({ length: 12 }, (_, index) => ({ id: v7(), index }));
  const ghosts = ghostTickets(doorId, types);
  expect(ghosts).toEqual(ghostTickets(doorId, types));
  expect(new Set(ghosts.map(({ ticket }) => ticket.id)).size).toBe(ghosts.length);
  expect(ghosts.map(({ ticket }) => parseNumber(ticket.number))).toEqual(ghosts.map(({ ticket }) => ticket.number));
  const ofType = (index: number) => ghosts.filter(({ typeIndex }) => typeIndex === index).map(({ expect }) => expect);
  expect(ofType(0)).toEqual([...Array(5).fill('admitted'), 'unpaid', 'cancelled', 'revoked', 'invalid']);
  expect(ofType(7)).toEqual(['admitted', 'admitted']);
  expect(ofType(8)).toEqual([]);
  expect(ghosts.filter(({ partySize }) => partySize === 3)).toHaveLength(3);
  expect(ghostTickets(doorId, [])).toEqual([]);
});
