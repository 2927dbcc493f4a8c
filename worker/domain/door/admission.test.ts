import { expect, test } from 'vitest';
import { type Entry, type ScanQuestion, type Subject, decideScan, gatesTaking } from './admission.ts';
import { VERDICTS } from './verdict.ts';
import type { GateFacts, SessionFacts, TicketFacts, TypeFacts } from './door.ts';

const at = (time: string) => Date.parse(`2026-11-${time}:00Z`);
const friday: SessionFacts = { id: 'fri', name: 'Friday', startsAt: at('20T20:00'), endsAt: at('21T06:00') };
const saturday: SessionFacts = { id: 'sat', name: 'Saturday', startsAt: at('21T20:00'), endsAt: at('22T06:00') };
const type: TypeFacts = {
  id: 'ga',
  index: 0,
  name: 'General',
  doorNote: '',
  validFrom: null,
  validUntil: null,
  sessionIds: [],
};
const ticket: TicketFacts = {
  id: 't',
  number: 'ACDE3467',
  bookingId: null,
  typeId: 'ga',
  status: 'valid',
  revision: 2,
  attendeeName: 'Ada',
  amountDueMinor: null,
};
const live: Entry = { id: 'e', enteredAt: at('20T21:00'), exitedAt: null, gateName: 'North', deviceName: 'Phone' };
const left: Entry = { ...live, exitedAt: at('20T22:00') };
const vipGate: GateFacts = { id: 'g', name: 'VIP', typeIds: ['vip'] };
const aTicket = (
  change: { ticket?: Partial<TicketFacts>; type?: Partial<TypeFacts>; revision?: number | null } = {},
): Subject => ({
  kind: 'ticket',
  ticket: { ...ticket, ...change.ticket },
  type: { ...type, ...change.type },
  revision: change.revision === undefined ? 2 : change.revision,
});
const question = (
  change: Partial<Omit<ScanQuestion, 'entriesIn' | 'isFull'>> & { entries?: Entry[]; full?: boolean } = {},
): ScanQuestion => ({
  subject: aTicket(),
  direction: 'entry',
  gate: null,
  askedSessionId: null,
  sessions: [friday, saturday],
  reEntry: false,
  now: at('20T23:00'),
  entriesIn: () => change.entries ?? [],
  isFull: () => change.full ?? false,
  ...change,
});

/** Each cause alone, in the table's order. */
const causes: [string, Parameters<typeof question>[0] & object, Parameters<typeof aTicket>[0] & object][] = [
  ['cancelled', {}, { ticket: { status: 'cancelled' } }],
  ['revoked', {}, { revision: 1 }],
  ['unpaid', {}, { ticket: { amountDueMinor: 2500 } }],
  ['not_yet_valid', {}, { type: { validFrom: at('20T23:30') } }],
  ['no_longer_valid', {}, { type: { validUntil: at('20T22:00') } }],
  ['wrong_type', { gate: vipGate }, {}],
  ['already_in', { entries: [live] }, {}],
  ['full', { full: true }, {}],
];

test('an unpaid ticket of another gate shows both, so that no gate takes money without admitting', () => {
  const subject = aTicket({ ticket: { amountDueMinor: 2500 } });
  const unpaid = { result: 'unpaid', amountDueMinor: 2500 };
  expect(decideScan({ ...question(), subject })).toEqual({ ...unpaid, elsewhere: false });
  expect(decideScan({ ...question(), subject, gate: vipGate })).toEqual({ ...unpaid, elsewhere: true });
});

test('each cause alone gives its verdict, and of two the earlier in the table wins', () => {
  for (const [index, [verdict, ask, make]] of causes.entries()) {
    expect(decideScan(question({ ...ask, subject: aTicket(make) })).result).toBe(verdict);
    for (const [later, alsoAsk, alsoMake] of causes.slice(index + 1)) {
      const both = aTicket({
        revision: make.revision ?? alsoMake.revision,
        ticket: { ...alsoMake.ticket, ...make.ticket },
        type: { ...alsoMake.type, ...make.type },
      });
      expect([later, decideScan(question({ ...alsoAsk, ...ask, subject: both })).result]).toEqual([later, verdict]);
    }
  }
  expect(causes.map(([verdict]) => verdict)).toEqual(
    VERDICTS.filter((verdict) => causes.some(([one]) => one === verdict)),
  );
});

test('an invalid code, or another event’s, is reported before anything else', () => {
  const worst = { gate: vipGate, entries: [live], full: true };
  expect(decideScan(question({ ...worst, subject: { kind: 'unknown' } }))).toEqual({ result: 'invalid' });
  expect(decideScan(question({ ...worst, subject: { kind: 'foreign' } }))).toEqual({ result: 'wrong_event' });
});

test('a ticket enters once if re-entry is off, and again after leaving if it is on', () => {
  expect(decideScan(question())).toEqual({ result: 'admitted', session: friday, isFirst: true });
  expect(decideScan(question({ entries: [left] }))).toEqual({
    result: 'already_left',
    session: friday,
    previous: left,
  });
  expect(decideScan(question({ entries: [left], reEntry: true }))).toEqual({
    result: 'admitted',
    session: friday,
    isFirst: false,
  });
  expect(decideScan(question({ entries: [left, live], reEntry: true }))).toEqual({
    result: 'already_in',
    session: friday,
    previous: live,
  });
});

test('anyone inside may leave, whatever would refuse them an entry', () => {
  const owing = aTicket({ ticket: { amountDueMinor: 100 }, type: { validUntil: at('20T21:30') } });
  expect(
    decideScan(question({ direction: 'exit', entries: [live], gate: vipGate, subject: owing, full: true })),
  ).toEqual({
    result: 'exited',
    session: friday,
    entry: live,
  });
  expect(decideScan(question({ direction: 'exit' }))).toEqual({ result: 'not_in', session: friday });
  expect(decideScan(question({ direction: 'exit', entries: [left] })).result).toBe('not_in');
  for (const subject of [aTicket({ revision: 1 }), aTicket({ ticket: { status: 'cancelled' } })]) {
    expect(decideScan(question({ direction: 'exit', entries: [live], subject })).result).toBe('exited');
    expect(decideScan(question({ direction: 'exit', subject })).result).toMatch(/^(revoked|cancelled)$/);
  }
});

test('a typed number has no revision to be revoked, and a code newer than our copy counts', () => {
  expect(decideScan(question({ subject: aTicket({ revision: null }) })).result).toBe('admitted');
  expect(decideScan(question({ subject: aTicket({ revision: 3 }) })).result).toBe('admitted');
});

test('the session is the one running, the next to begin, or the last; midnight doesn’t matter', () => {
  const sessionAt = (now: string) => (decideScan(question({ now: at(now) })) as { session: SessionFacts }).session.id;
  expect(
    ['01T00:00', '20T19:00', '21T00:30', '21T05:59', '21T06:00', '21T12:00', '21T20:00', '22T05:59', '23T12:00'].map(
      sessionAt,
    ),
  ).toEqual(['fri', 'fri', 'fri', 'fri', 'sat', 'sat', 'sat', 'sat', 'sat']);
  expect(decideScan(question({ askedSessionId: 'sat' }))).toMatchObject({ session: saturday });
});

test('a ticket for another session says when it is, or was, valid', () => {
  const onlySaturday = aTicket({ type: { sessionIds: ['sat'] } });
  const onlyFriday = aTicket({ type: { sessionIds: ['fri'] } });
  expect(decideScan(question({ subject: onlySaturday }))).toEqual({
    result: 'not_yet_valid',
    validFrom: saturday.startsAt,
  });
  expect(decideScan(question({ subject: onlyFriday, now: at('21T23:00') }))).toEqual({
    result: 'no_longer_valid',
    validUntil: friday.endsAt,
  });
});

test('of two sessions at the same time, the ticket is for the one that its type admits to', () => {
  const workshop: SessionFacts = { ...friday, id: 'workshop' };
  const decided = decideScan(
    question({ sessions: [friday, workshop], subject: aTicket({ type: { sessionIds: ['workshop'] } }) }),
  );
  expect(decided).toMatchObject({ result: 'admitted', session: workshop });
});

test('a ticket at another gate lists the gates that admit it', () => {
  const yard = { id: 'y', name: 'Yard', typeIds: [] };
  const backstage = { id: 'b', name: 'Backstage', typeIds: ['vip', 'ga'] };
  expect(gatesTaking([vipGate, yard, backstage], 'ga').map((gate) => gate.name)).toEqual(['Yard', 'Backstage']);
  expect(gatesTaking([vipGate], 'ga')).toEqual([]);
});

test('a session that runs past its end admits each ticket once more, also where re-entry is on', () => {
  const after = at('22T06:30');
  // The count treats everyone as gone at the end, and anyone who enters later as gone right away.
  const before: Entry = { ...live, enteredAt: at('21T21:00'), exitedAt: saturday.endsAt };
  const late: Entry = { ...live, enteredAt: at('22T06:10'), exitedAt: at('22T06:10') };
  const asked = (entries: Entry[]) => decideScan(question({ now: after, reEntry: true, entries }));
  expect(asked([before])).toEqual({ result: 'admitted', session: saturday, isFirst: false });
  expect(asked([before, late])).toEqual({ result: 'already_in', session: saturday, previous: late });
  expect(asked([late])).toEqual({ result: 'already_in', session: saturday, previous: late });
});
