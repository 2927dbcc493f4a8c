import { v7 } from 'uuid';
import { expect, test } from 'vitest';
import type { DoorSource, SourcedTicket } from '../../worker/deps.ts';
import type { Scanner } from '#domain/account/scanner.ts';
import type { DoorFacts } from '#domain/door/door.ts';
import { createRoomStorage } from '../../worker/testing/door-simulation/room-storage.ts';
import { openRoom } from '../../worker/testing/door-simulation/room.ts';
import { sealedDoor } from '../../worker/testing/sealed-pack.ts';

const MINUTE = 60_000;
const person = (fields: Partial<Scanner> = {}): Scanner => ({
  deviceId: v7(),
  deviceName: 'Phone',
  userId: null,
  gateId: null,
  gateIsFixed: false,
  mayScan: true,
  mayUndoAny: false,
  maySell: false,
  maySupervise: false,
  ...fields,
});

/** A door's own room with one ticket, and a clock that stands still until it is told to pass. */
function openDoor(event: Partial<DoorFacts['event']> = {}) {
  const { facts: known } = sealedDoor({ gates: [] });
  const facts: DoorFacts = { ...known, event: { ...known.event, ...event }, epoch: 'one', ticketSeq: 1, devices: [] };
  const ticket: SourcedTicket = {
    id: v7(),
    number: 'ACDE3467',
    typeId: facts.types[0]!.id,
    bookingId: null,
    status: 'valid',
    revision: 1,
    attendeeName: 'Ada',
    amountDueMinor: null,
    seq: 1,
    keyId: 1,
    issuedAt: Date.now(),
  };
  const source: DoorSource = {
    readFacts: async () => facts,
    readTickets: async (_, afterSeq) => [ticket].filter(({ seq }) => seq > afterSeq),
    readAttendance: async () => [],
    readScans: async () => [],
    readOpenConflicts: async () => [],
    readKeys: async () => [],
    findElsewhere: async () => null,
    readStandings: async () => ({ people: [], revokedDevices: [] }),
    deliver: async () => [],
  };
  const time = { now: Date.now(), sleep: async () => {}, after: () => 0 };
  const room = openRoom({
    time,
    storage: createRoomStorage(),
    source,
    eventId: facts.event.id,
    uuid: v7,
    syncMs: () => 0,
  });
  return {
    async scan(by: Scanner, direction: 'entry' | 'exit' = 'entry') {
      const scanId = v7();
      const [verdict] = await room.mark(by, [{ scanId, direction, ticketId: ticket.id }]);
      return { scanId, result: verdict!.result };
    },
    undo: room.undo,
    override: room.override,
    count: () => ({ entered: room.counts()!.entered, inside: room.counts()!.inside }),
    advance: (ms: number) => void (time.now += ms),
    endsAt: facts.sessions[0]!.endsAt,
    passUntil: (at: number) => void (time.now = at),
  };
}

test('a device can undo its own scan for 15 minutes, and after that only a supervisor can', async () => {
  const door = openDoor();
  const crew = person();
  const first = await door.scan(crew);
  door.advance(15 * MINUTE);
  expect(await door.undo(crew, first.scanId)).toMatchObject({ ok: true, counts: { entered: 0, inside: 0 } });

  const second = await door.scan(crew);
  door.advance(15 * MINUTE + 1);
  expect(await door.undo(crew, second.scanId)).toEqual({ ok: false, code: 'undo_expired' });
  expect(door.count()).toEqual({ entered: 1, inside: 1 });
  expect(await door.undo(person({ mayUndoAny: true }), second.scanId)).toMatchObject({ ok: true });
  expect(door.count()).toEqual({ entered: 0, inside: 0 });
});

test('another device’s scan can’t be undone, and an undone scan stays undone', async () => {
  const door = openDoor();
  const crew = person();
  const { scanId } = await door.scan(crew);
  expect(await door.undo(person(), scanId)).toEqual({ ok: false, code: 'not_your_scan' });
  expect(await door.undo(crew, v7())).toEqual({ ok: false, code: 'not_found' });
  expect(door.count()).toEqual({ entered: 1, inside: 1 });
  for (let time = 0; time < 2; time++) {
    expect(await door.undo(crew, scanId)).toMatchObject({ ok: true });
    expect(door.count()).toEqual({ entered: 0, inside: 0 });
  }
});

test('a scan that admitted no one leaves nothing to undo', async () => {
  const door = openDoor();
  const crew = person();
  await door.scan(crew);
  const refused = await door.scan(crew);
  expect(refused.result).toBe('already_in');
  expect(await door.undo(crew, refused.scanId)).toEqual({ ok: false, code: 'nothing_to_undo' });
  expect(door.count()).toEqual({ entered: 1, inside: 1 });
});

test('an exit can be undone until its holder has returned, or the session has ended', async () => {
  const door = openDoor({ reEntry: true });
  const crew = person({ mayUndoAny: true });
  await door.scan(crew);
  const exit = await door.scan(crew, 'exit');
  expect(await door.undo(crew, exit.scanId)).toMatchObject({ ok: true });
  expect(door.count()).toEqual({ entered: 1, inside: 1 });
  const again = await door.scan(crew, 'exit');
  await door.scan(crew);
  expect(await door.undo(crew, again.scanId)).toEqual({ ok: false, code: 'nothing_to_undo' });
  const last = await door.scan(crew, 'exit');
  door.passUntil(door.endsAt);
  expect(await door.undo(crew, last.scanId)).toEqual({ ok: false, code: 'nothing_to_undo' });
});

test('only a supervisor overrides a refused scan', async () => {
  const door = openDoor();
  const crew = person({ mayUndoAny: true, maySell: true });
  const entry = await door.scan(crew);
  const refused = await door.scan(crew);
  expect(await door.override(crew, refused.scanId)).toEqual({ ok: false, code: 'forbidden' });
  const supervisor = person({ maySupervise: true });
  expect(await door.override(supervisor, entry.scanId)).toEqual({ ok: false, code: 'not_overridable' });
  expect(await door.override(supervisor, v7())).toEqual({ ok: false, code: 'not_found' });
  expect(door.count()).toEqual({ entered: 1, inside: 1 });
  expect(await door.override(supervisor, refused.scanId)).toMatchObject({
    ok: true,
    verdict: { scanId: refused.scanId, result: 'admitted', overridden: true, repeat: false },
  });
  expect(door.count()).toEqual({ entered: 1, inside: 1 });
  // Sent again, it is told again and admits no one else.
  expect(await door.override(supervisor, refused.scanId)).toMatchObject({ ok: true, verdict: { repeat: true } });
  expect(await door.undo(person({ mayUndoAny: true }), refused.scanId)).toMatchObject({ ok: true });
  expect(await door.override(supervisor, refused.scanId)).toEqual({ ok: false, code: 'not_overridable' });
});
