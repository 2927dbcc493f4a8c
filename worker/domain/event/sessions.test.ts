import { expect, test } from 'vitest';
import type { TicketTypeRecord } from './event.ts';
import { losesSession, saveSessions } from './sessions.ts';

const hour = (hours: number) => new Date(hours * 3_600_000);
const event = { startsAt: hour(0), endsAt: hour(48) };
const ONE = { id: 'one', name: 'Day one', startsAt: hour(0), endsAt: hour(10) };
const TWO = { id: 'two', name: 'Day two', startsAt: hour(24), endsAt: hour(48) };
const known = [
  { ...ONE, hasEntries: false },
  { ...TWO, hasEntries: false },
];
const type = (fields: Partial<TicketTypeRecord>) =>
  ({ id: 'type', name: 'Full', archivedAt: null, held: 0, sold: 0, sessionIds: [], ...fields }) as TicketTypeRecord;
const keep = (session: typeof ONE) => ({ ...session, isNew: false });
const save = (wanted: Parameters<typeof saveSessions>[1], ticketTypes: TicketTypeRecord[] = [], sessions = known) =>
  saveSessions({ sessions, ticketTypes }, wanted, event);

test('sessions are kept, changed, added and removed together', () => {
  const renamed = { ...ONE, name: 'Opening' };
  const added = { id: 'new', name: 'Late', startsAt: hour(30), endsAt: hour(47) };
  expect(save([keep(renamed), { ...added, isNew: true }], [type({})])).toEqual({
    ok: true,
    sessions: [renamed, added],
    removedSessionIds: ['two'],
  });
});

test('each fault is refused with the field’s name', () => {
  const fieldOf = (wanted: Parameters<typeof saveSessions>[1]) => {
    const saved = save(wanted);
    return saved.ok ? null : (saved.details as { fields: { path: string }[] }).fields[0]!.path;
  };
  expect(fieldOf([])).toBe('sessions');
  expect(fieldOf([keep(ONE), keep({ ...TWO, id: 'unknown' })])).toBe('sessions.1.id');
  expect(fieldOf([keep(ONE), keep({ ...TWO, id: 'one' })])).toBe('sessions.1.id');
  expect(fieldOf([keep({ ...ONE, endsAt: ONE.startsAt })])).toBe('sessions.0.endsAt');
  expect(fieldOf([keep({ ...ONE, startsAt: hour(-1) })])).toBe('sessions.0.startsAt');
  expect(fieldOf([keep(ONE), keep({ ...TWO, endsAt: hour(49) })])).toBe('sessions.1.endsAt');
});

test('a session can’t go while tickets admit to it, were scanned for it, or a type is for it alone', () => {
  const refused = { ok: false, code: 'session_in_use', details: { sessions: [{ id: 'two', name: 'Day two' }] } };
  const inUse = [
    type({ sold: 1 }),
    type({ held: 1, sessionIds: ['two'] }),
    type({ sold: 2, sessionIds: ['one', 'two'], archivedAt: hour(1) }),
  ];
  for (const one of inUse) expect(save([keep(ONE)], [one])).toEqual(refused);
  expect(save([keep(ONE)], [], [known[0]!, { ...TWO, hasEntries: true }])).toEqual(refused);
  expect(save([keep(ONE)], [type({ sessionIds: ['two'] })])).toEqual({
    ok: false,
    code: 'session_in_use',
    details: { ticketTypes: [{ id: 'type', name: 'Full' }] },
  });
  const free = [
    type({ sold: 1, sessionIds: ['one'] }),
    type({ sessionIds: ['one', 'two'] }),
    type({ sessionIds: ['two'], archivedAt: hour(1) }),
  ];
  for (const one of free) expect(save([keep(ONE)], [one])).toMatchObject({ ok: true });
});

test('a type loses a session when it is narrowed, not when it is widened', () => {
  expect(losesSession(known, [], ['one'])).toBe(true);
  expect(losesSession(known, ['one'], ['two'])).toBe(true);
  expect(losesSession(known, ['one'], ['one', 'two'])).toBe(false);
  expect(losesSession(known, ['one'], [])).toBe(false);
  expect(losesSession(known, [], ['two', 'one'])).toBe(false);
});
