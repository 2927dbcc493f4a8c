import { v7 } from 'uuid';
import { expect, test } from 'vitest';
import type { DoorSource, SourcedTicket, TicketSigner } from '../../worker/deps.ts';
import type { DoorFacts } from '#domain/door/door.ts';
import type { Scanner } from '#domain/account/scanner.ts';
import { ticketSigner } from '../../worker/outside/ticket/signer.ts';
import { PostgresTwin } from '../../worker/testing/door-simulation/postgres-twin.ts';
import { createRoomStorage } from '../../worker/testing/door-simulation/room-storage.ts';
import { openRoom } from '../../worker/testing/door-simulation/room.ts';
import { forgedCode } from '../../worker/testing/forged-codes.ts';
import { sealedDoor } from '../../worker/testing/sealed-pack.ts';
import { randomFrom, tortureFactor, tortureSeed } from '../../worker/testing/torture-seed.ts';

const CODES = tortureFactor === 1 ? 10_000 : 1_000_000;
/** A room keeps every attempt: a new one now and then. */
const CODES_PER_ROOM = 10_000;
const BATCH = 100;
const TICKETS = 20;

const scanner: Scanner = {
  deviceId: v7(),
  deviceName: 'Phone',
  userId: null,
  gateId: null,
  gateIsFixed: false,
  mayScan: true,
  mayUndoAny: false,
  maySell: false,
  maySupervise: false,
};

/** An event's facts, tickets and their codes, as its key signs them. */
function makeEvent() {
  const { facts: known, codeOf } = sealedDoor({ gates: [] });
  const facts: DoorFacts = { ...known, epoch: 'one', ticketSeq: TICKETS, devices: [] };
  const typeId = facts.types[0]!.id;
  const tickets = Array.from({ length: TICKETS }, (_, index): SourcedTicket => ({
    id: v7(),
    number: `NUMBER${index}`,
    typeId,
    bookingId: null,
    status: 'valid',
    revision: 1,
    attendeeName: '',
    amountDueMinor: null,
    seq: index + 1,
    keyId: 1,
    issuedAt: Date.now(),
  }));
  return { id: facts.event.id, facts, tickets, codes: tickets.map(codeOf) };
}
type Event = ReturnType<typeof makeEvent>;

/** The door's own room of the first event, with half of its codes signed ahead; the second one is in the same Postgres. */
async function openDoor(event: Event, other: Event, signer: TicketSigner) {
  const twin = new PostgresTwin(event.facts, event.tickets);
  const source: DoorSource = {
    readFacts: async () => twin.facts,
    readTickets: async (_, afterSeq) => twin.tickets.filter(({ seq }) => seq > afterSeq),
    readAttendance: async () => [],
    readScans: async () => [],
    readOpenConflicts: async () => [],
    readKeys: async () => [],
    findElsewhere: async ({ id }) =>
      other.tickets.some((ticket) => ticket.id === id) ? { eventId: other.id, keys: other.facts.keys } : null,
    readStandings: async () => ({ people: [], revokedDevices: [] }),
    deliver: async () => [],
  };
  const storage = createRoomStorage();
  const time = { now: Date.now(), sleep: async () => {}, after: () => 0 };
  const open = () => openRoom({ time, storage, source, eventId: event.id, uuid: v7, syncMs: () => 0, signer });
  await open().beat();
  const { sql } = storage.open();
  event.tickets
    .filter((_, index) => index % 2 === 0)
    .forEach(({ id }, index) => sql.exec('update tickets set code = ? where id = ?', event.codes[2 * index]!, id));
  storage.sync();
  const room = open();
  return async (codes: string[]) => {
    const scans = codes.map((code) => ({ scanId: v7(), direction: 'entry' as const, code }));
    return (await room.mark(scanner, scans)).map(({ result }) => result);
  };
}

/** Counts the verdicts on forged codes, by kind of forgery. */
async function verdictsOn(count: number, signer: TicketSigner): Promise<Record<string, number>> {
  const event = makeEvent();
  const other = makeEvent();
  const random = randomFrom(tortureSeed);
  const verdicts: Record<string, number> = {};
  let scan = await openDoor(event, other, signer);
  for (let done = 0; done < count; done += BATCH) {
    if (done > 0 && done % CODES_PER_ROOM === 0) scan = await openDoor(event, other, signer);
    const forged = Array.from({ length: BATCH }, () => forgedCode({ own: event.codes, foreign: other.codes }, random));
    const results = await scan(forged.map(({ code }) => code));
    results.forEach((result, at) => {
      const verdict = result === 'invalid' ? result : `${result}: ${forged[at]!.how}`;
      verdicts[verdict] = (verdicts[verdict] ?? 0) + 1;
    });
  }
  return verdicts;
}

test(
  `the door admits none of ${CODES} forged codes (EVERATO_SEED=${tortureSeed})`,
  { timeout: 60_000 + CODES },
  async () => expect(await verdictsOn(CODES, ticketSigner)).toEqual({ invalid: CODES }),
);

test('the same door admits each genuine code once, and recognizes those of another event', async () => {
  const event = makeEvent();
  const other = makeEvent();
  const scan = await openDoor(event, other, ticketSigner);
  expect(await scan([...event.codes, event.codes[0]!.toLowerCase(), other.codes[0]!])).toEqual([
    ...Array(TICKETS).fill('admitted'),
    'already_in',
    'wrong_event',
  ]);
});

test('control: a door that believes every signature admits forged codes', async () => {
  const answers = await verdictsOn(500, { ...ticketSigner, verify: async () => true });
  expect(Object.keys(answers).filter((answer) => answer.startsWith('admitted'))).not.toEqual([]);
});
