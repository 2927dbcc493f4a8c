import { v7 } from 'uuid';
import { expect, test } from 'vitest';
import { openPack } from '#domain/door/read-pack.ts';
import { sealedDoor } from '../../../worker/testing/sealed-pack.ts';
import { decideAlone } from './decide-alone.ts';
import { PackPicture } from './pack-picture.ts';
import { partyAlone } from './party-alone.ts';
import type { WireScan } from './queued-scan.ts';
import { loadJavaScript } from './verify-signature.ts';

const scan = (subject: Partial<WireScan>): WireScan => ({
  scanId: v7(),
  direction: 'entry',
  scannedAt: new Date().toISOString(),
  ...subject,
});
const decide = async (picture: PackPicture, subject: Partial<WireScan>, at = Date.now()) => {
  const alone = await decideAlone(picture, scan(subject), { at });
  if (alone.move) picture.note(alone.move);
  return alone;
};

test('a good ticket is admitted once, with its name; the second time it is already in', async () => {
  const door = sealedDoor();
  const ada = door.ticket();
  const picture = new PackPicture(door.pack([ada]).pack);
  const [gate] = door.facts.gates;
  const first = await decide(picture, { code: ada.code, gateId: gate!.id });
  expect(first).toMatchObject({
    flag: null,
    verdict: { result: 'admitted', offline: true, ticket: { id: ada.id, attendeeName: 'Ada Lovelace' } },
  });
  const again = await decide(picture, { code: ada.code });
  expect(again.verdict).toMatchObject({ result: 'already_in', previous: { gateName: 'North' } });
  expect(picture.inside(door.facts.sessions[0]!.id)).toBe(1);
  const out = await decide(picture, { code: ada.code, direction: 'exit' });
  expect(out.verdict.result).toBe('exited');
  expect((await decide(picture, { code: ada.code })).verdict.result).toBe('already_left');
});

test('the device decides by the room’s rules: cancelled, transferred, unpaid, wrong gate, full', async () => {
  const door = sealedDoor();
  const { houseCapacity: _, ...event } = door.facts.event;
  const facts = { ...door.facts, event: { ...event, houseCapacity: 1 } };
  const cancelled = door.ticket({ status: 'cancelled' });
  const transferred = door.ticket({ revision: 2 });
  const unpaid = door.ticket({ amountDueMinor: 2500 });
  const first = door.ticket();
  const second = door.ticket();
  const all = [cancelled, transferred, unpaid, first, second];
  const picture = new PackPicture(door.pack(all, [], { facts }).pack);
  const result = async (subject: Partial<WireScan>) => (await decide(picture, subject)).verdict.result;
  expect(await result({ code: cancelled.code })).toBe('cancelled');
  expect(await result({ code: door.codeOf({ id: transferred.id, revision: 1 }) })).toBe('revoked');
  expect((await decide(picture, { code: unpaid.code })).verdict).toMatchObject({
    result: 'unpaid',
    amountDue: { amount: 2500, currency: 'EUR' },
  });
  expect((await decide(picture, { code: first.code, gateId: facts.gates[1]!.id })).verdict).toMatchObject({
    result: 'wrong_type',
    otherGates: ['North'],
  });
  expect(await result({ code: first.code })).toBe('admitted');
  expect(await result({ code: second.code })).toBe('full');
});

test('a forged code is invalid, and another event’s code is recognized by its tag and marked as unverified', async () => {
  const door = sealedDoor();
  const ada = door.ticket();
  const picture = new PackPicture(door.pack([ada]).pack);
  const forged = `${ada.code.slice(0, 80)}${ada.code[80] === 'A' ? 'B' : 'A'}${ada.code.slice(81)}`;
  expect(await decide(picture, { code: forged })).toMatchObject({ flag: null, verdict: { result: 'invalid' } });
  const foreign = door.codeOf({ id: v7(), eventId: v7() });
  expect(await decide(picture, { code: foreign })).toMatchObject({
    flag: 'unverified',
    verdict: { result: 'wrong_event' },
  });
  const revoked = { ...door.facts, keys: door.facts.keys.map((key) => ({ ...key, revoked: true })) };
  const later = new PackPicture(door.pack([ada], [], { facts: revoked }).pack);
  expect((await decide(later, { code: ada.code })).verdict.result).toBe('invalid');
  expect((await decide(picture, { code: 'https://example.com/menu' })).verdict.result).toBe('invalid');
});

test('a ticket sold after the pack was made is admitted on its signature, flagged, and only once', async () => {
  const door = sealedDoor();
  const picture = new PackPicture(door.pack([]).pack);
  const code = door.codeOf({ id: v7(), typeIndex: 1 });
  expect(await decide(picture, { code })).toMatchObject({
    flag: 'unknown_ticket',
    verdict: { result: 'admitted', ticket: { typeName: 'VIP', attendeeName: '' } },
  });
  expect((await decide(picture, { code })).verdict.result).toBe('already_in');
});

test('a typed number works, flagged and without a name', async () => {
  const door = sealedDoor();
  const ada = door.ticket({ number: 'ACDE3467' });
  const picture = new PackPicture(door.pack([ada]).pack);
  expect(await decide(picture, { code: 'acde-3467' })).toMatchObject({
    flag: 'typed',
    verdict: { result: 'admitted', ticket: { number: 'ACDE-3467', attendeeName: '' } },
  });
  expect((await decide(picture, { code: 'ACDE-3469' })).verdict.result).toBe('invalid');
});

test('a booking is scanned together: it lists the holders outside, and each is admitted by a scan of their own', async () => {
  const door = sealedDoor();
  const bookingId = v7();
  const all = [1, 2, 3].map(() => door.ticket({ bookingId }));
  const alone = door.ticket();
  const picture = new PackPicture(door.pack([...all, alone]).pack);
  expect((await decide(picture, { code: all[0]!.code })).verdict.partySize).toBe(3);
  expect((await decide(picture, { code: alone.code })).verdict.partySize).toBeUndefined();
  expect((await decide(picture, { ticketId: all[1]!.id })).verdict.result).toBe('admitted');
  const inside = partyAlone(picture, all[2]!.id, Date.now()).map((member) => [member.ticketId, member.inside]);
  expect(new Map(inside as [string, boolean][])).toEqual(
    new Map([
      [all[0]!.id, true],
      [all[1]!.id, true],
      [all[2]!.id, false],
    ]),
  );
});

test('the room’s changes replace what this device knew, and its own scans count until they arrive', async () => {
  const door = sealedDoor();
  const a = door.ticket();
  const b = door.ticket();
  const session = door.facts.sessions[0]!;
  const stay = (ticketId: string) => ({
    ticketId,
    sessionIndex: 0,
    enteredAt: session.startsAt,
    exitedAt: null,
    gateIndex: 0,
  });
  const picture = new PackPicture(door.pack([a, b], [stay(a.id)]).pack);
  expect((await decide(picture, { code: a.code })).verdict.result).toBe('already_in');
  const own = (await decide(picture, { code: b.code })).move!;
  expect(picture.inside(session.id)).toBe(2);
  // Undone at the other door; this device still has it.
  const none = { ticketId: a.id, sessionIndex: null, enteredAt: 0, exitedAt: null, gateIndex: null };
  const entries = [none, stay(b.id)].toSorted((x, y) => (x.ticketId < y.ticketId ? -1 : 1));
  picture.apply(door.pack([], entries, { isWhole: false, cursor: '1.1.2' }).pack);
  expect([picture.cursor, picture.inside(session.id)]).toEqual(['1.1.2', 1]);
  picture.forget(own);
  expect(picture.inside(session.id)).toBe(1);
  expect((await decide(picture, { code: b.code })).verdict.result).toBe('already_in');
  expect((await decide(picture, { code: a.code })).verdict.result).toBe('admitted');
});

test('several changes merged into one have the same effect', async () => {
  const door = sealedDoor();
  const a = door.ticket();
  const b = door.ticket();
  const full = door.pack([a]).pack;
  const picture = new PackPicture(full);
  const entries = [{ ticketId: a.id, sessionIndex: 0, enteredAt: 1_700_000_000_000, exitedAt: null, gateIndex: 1 }];
  picture.apply(door.pack([b], entries, { isWhole: false, cursor: '1.1.2' }).pack);
  picture.apply(door.pack([{ ...a, status: 'cancelled' }], [], { isWhole: false, cursor: '1.1.3' }).pack);
  const again = new PackPicture(full);
  again.apply(openPack(picture.changesAsOne())!);
  const session = door.facts.sessions[0]!;
  for (const one of [picture, again]) {
    expect(one.cursor).toBe('1.1.3');
    expect(one.find(a.id)?.status).toBe('cancelled');
    expect(one.find(b.id)?.sealedName).toEqual(b.sealedName);
    expect(one.stays(a.id, session.id, Date.now())).toEqual([
      { sessionId: session.id, enteredAt: 1_700_000_000_000, exitedAt: null, gateName: 'VIP door' },
    ]);
    expect(one.inside(session.id)).toBe(1);
  }
});

test('JavaScript gives the same verdicts in a browser without Ed25519', async () => {
  const door = sealedDoor();
  const ada = door.ticket();
  const picture = new PackPicture(door.pack([ada]).pack);
  const verify = await loadJavaScript();
  const forged = `${ada.code.slice(0, 80)}${ada.code[80] === 'A' ? 'B' : 'A'}${ada.code.slice(81)}`;
  expect((await decideAlone(picture, scan({ code: ada.code }), { at: Date.now(), verify })).verdict.result).toBe(
    'admitted',
  );
  expect((await decideAlone(picture, scan({ code: forged }), { at: Date.now(), verify })).verdict.result).toBe(
    'invalid',
  );
});
