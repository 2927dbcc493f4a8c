import { expect, test } from 'vitest';
import { v7 } from 'uuid';
import { practiceTicketsOf } from './practice-tickets.ts';
import type { DoorFacts } from './door.ts';
import {
  eventOfDoor,
  isRehearsal,
  isRehearsalOver,
  rehearsalEnd,
  rehearsalOf,
  rehearsedFacts,
  whyNoRehearsal,
} from './rehearsal.ts';
import { parseNumber } from '../ticket/number.ts';
import { eventTag } from '../ticket/token.ts';

const HOUR_MS = 3_600_000;

test('a rehearsal has an id of its own that leads back to its event, and codes that distinguish the two', () => {
  for (let n = 0; n < 100; n++) {
    const eventId = v7();
    const doorId = rehearsalOf(eventId);
    expect([isRehearsal(eventId), isRehearsal(doorId)]).toEqual([false, true]);
    expect(doorId).toMatch(/^[0-9a-f]{8}-[0-9a-f]{4}-8[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}$/);
    expect([eventOfDoor(doorId), eventOfDoor(eventId)]).toEqual([eventId, eventId]);
    expect(eventTag(doorId)).not.toBe(eventTag(eventId));
  }
});

test('a rehearsal can start until the event ends, for a current event that has ticket types', () => {
  const event = { status: 'published' as const, endsAt: 10, types: 1 };
  expect(whyNoRehearsal(event, 9)).toBe(null);
  expect(whyNoRehearsal({ ...event, status: 'draft' }, 9)).toBe(null);
  expect(whyNoRehearsal(event, 10)).toBe('event_not_editable');
  expect(whyNoRehearsal({ ...event, status: 'cancelled' }, 9)).toBe('event_not_editable');
  expect(whyNoRehearsal({ ...event, status: 'archived' }, 9)).toBe('event_not_editable');
  expect(whyNoRehearsal({ ...event, types: 0 }, 9)).toBe('event_incomplete');
});

test('a rehearsal ends after six hours, or when the event starts', () => {
  expect(rehearsalEnd(0, 100 * HOUR_MS)).toBe(6 * HOUR_MS);
  expect(rehearsalEnd(0, 2 * HOUR_MS)).toBe(2 * HOUR_MS);
  expect(rehearsalEnd(10 * HOUR_MS, 9 * HOUR_MS)).toBe(16 * HOUR_MS);
});

test('there is a practice ticket of each type, a party, and one for each refusal; the same ones every time', () => {
  const doorId = rehearsalOf(v7());
  const types = Array.from({ length: 12 }, (_, index) => ({ id: v7(), index }));
  const practiceTickets = practiceTicketsOf(doorId, types);
  expect(practiceTickets).toEqual(practiceTicketsOf(doorId, types));
  expect(new Set(practiceTickets.map(({ ticket }) => ticket.id)).size).toBe(practiceTickets.length);
  expect(practiceTickets.map(({ ticket }) => parseNumber(ticket.number))).toEqual(
    practiceTickets.map(({ ticket }) => ticket.number),
  );
  const ofType = (index: number) =>
    practiceTickets.filter(({ typeIndex }) => typeIndex === index).map(({ expect }) => expect);
  expect(ofType(0)).toEqual([...Array(5).fill('admitted'), 'unpaid', 'cancelled', 'revoked', 'invalid']);
  expect(ofType(7)).toEqual(['admitted', 'admitted']);
  expect(ofType(8)).toEqual([]);
  expect(practiceTickets.filter(({ partySize }) => partySize === 3)).toHaveLength(3);
  expect(practiceTicketsOf(doorId, [])).toEqual([]);
});

const type = (index: number): DoorFacts['types'][number] => ({
  id: v7(),
  index,
  name: 'General',
  doorNote: '18+',
  sessionIds: [v7()],
  validFrom: HOUR_MS,
  validUntil: 2 * HOUR_MS,
});
const facts = (rehearsal: DoorFacts['event']['rehearsal'], types = [type(0)]): DoorFacts => ({
  epoch: 'a',
  event: {
    id: v7(),
    title: 'Night',
    timeZone: 'UTC',
    currency: 'EUR',
    isCancelled: false,
    reEntry: false,
    houseCapacity: 1,
    rehearsal,
  },
  ticketSeq: 99,
  sessions: [{ id: v7(), name: '', startsAt: 50 * HOUR_MS, endsAt: 60 * HOUR_MS }],
  types,
  gates: [],
  devices: [],
  keys: [{ keyId: 7, publicKey: 'real', revoked: false }],
});

test('its door knows no real key, session or limit, and closes at its time', () => {
  const doorId = rehearsalOf(v7());
  const known = rehearsedFacts(doorId, facts({ since: HOUR_MS, until: 2 * HOUR_MS }), {
    publicKey: 'practice',
    ticketSeq: 5,
  });
  expect(known).toMatchObject({ ticketSeq: 5, keys: [{ keyId: 1, publicKey: 'practice', revoked: false }] });
  expect(known.event).toMatchObject({ id: doorId, houseCapacity: null });
  expect(known.sessions).toMatchObject([{ startsAt: HOUR_MS, endsAt: 2 * HOUR_MS }]);
  expect(known.types).toMatchObject([{ doorNote: '18+', validFrom: null, validUntil: null, sessionIds: [] }]);
  expect([HOUR_MS, 2 * HOUR_MS].map((now) => isRehearsalOver(known, now))).toEqual([false, true]);
  expect(isRehearsalOver(rehearsedFacts(doorId, facts(null), { publicKey: 'practice', ticketSeq: 5 }), HOUR_MS)).toBe(
    true,
  );
  expect(isRehearsalOver(facts(null), 100 * HOUR_MS)).toBe(false);
});

test('a rehearsal that is restarted, or gets other ticket types, starts with an empty venue', () => {
  const doorId = rehearsalOf(v7());
  const epoch = (since: number, types?: DoorFacts['types']) =>
    rehearsedFacts(doorId, facts({ since, until: 9 * HOUR_MS }, types), { publicKey: 'practice', ticketSeq: 5 }).epoch;
  expect(epoch(1)).toBe(epoch(1));
  expect(new Set([epoch(1), epoch(2), epoch(1, [type(0), type(1)])]).size).toBe(3);
});
