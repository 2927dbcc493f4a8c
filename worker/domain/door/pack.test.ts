import fc from 'fast-check';
import { expect, test } from 'vitest';
import { ENTRY_LENGTH, type PackEntry, type PackHead, type PackTicket, TICKET_LENGTH } from './pack.ts';
import { openPack } from './read-pack.ts';
import { entrySection, joined, packEnd, packStart, ticketSection } from './write-pack.ts';

const head: PackHead = {
  cursor: '7.3.9',
  isWhole: true,
  madeAt: 1_800_000_000_000,
  facts: {
    event: {
      id: 'e',
      title: 'Nacht der 100 Lieder ✨',
      timeZone: 'UTC',
      currency: 'EUR',
      isCancelled: false,
      reEntry: false,
      houseCapacity: null,
      rehearsal: null,
    },
    sessions: [],
    types: [],
    gates: [],
    keys: [],
  },
};
const hex = (bytes: number) =>
  fc.uint8Array({ minLength: bytes, maxLength: bytes }).map((all) => Buffer.from(all).toString('hex'));
const sealed = fc
  .nat({ max: 16 })
  .chain((blocks) => fc.uint8Array({ minLength: blocks && blocks * 16 + 16, maxLength: blocks && blocks * 16 + 16 }));
const ticket: fc.Arbitrary<PackTicket> = fc.record({
  id: fc.uuid(),
  numberHash: hex(6),
  typeIndex: fc.nat({ max: 65_535 }),
  revision: fc.nat({ max: 65_535 }),
  status: fc.constantFrom('valid', 'cancelled'),
  amountDueMinor: fc.option(fc.nat({ max: 2 ** 47 }), { nil: null }),
  partyTag: hex(4),
  nameVersion: fc.nat({ max: 2 ** 32 - 1 }),
  sealedName: sealed,
});
const seconds = fc.integer({ min: 1, max: 2 ** 32 - 1 }).map((value) => value * 1000);
const entry: fc.Arbitrary<PackEntry> = fc.record({
  ticketId: fc.uuid(),
  sessionIndex: fc.option(fc.nat({ max: 65_534 }), { nil: null }),
  enteredAt: seconds,
  exitedAt: fc.option(seconds, { nil: null }),
  gateIndex: fc.option(fc.nat({ max: 65_534 }), { nil: null }),
});
const byId = (a: PackTicket, b: PackTicket) => (a.id < b.id ? -1 : 1);
const byTicket = (a: PackEntry, b: PackEntry) => (a.ticketId < b.ticketId ? -1 : a.ticketId > b.ticketId ? 1 : 0);
const packs = fc.record({
  tickets: fc.uniqueArray(ticket, { selector: ({ id }) => id, maxLength: 40 }).map((all) => all.toSorted(byId)),
  entries: fc.array(entry, { maxLength: 40 }).map((all) => all.toSorted(byTicket)),
  page: fc.integer({ min: 1, max: 9 }),
});
const pages = <T>(all: T[], size: number) =>
  Array.from({ length: Math.ceil(all.length / size) }, (_, index) => all.slice(index * size, (index + 1) * size));
type Content = { tickets: PackTicket[]; entries: PackEntry[]; page: number };
const write = ({ tickets, entries, page }: Content) =>
  joined([
    packStart(head),
    ...pages(tickets, page).map(ticketSection),
    ...pages(entries, page).map(entrySection),
    packEnd(),
  ]);

test('a scanner reads the pack that a room wrote, ticket by ticket, however it was paged', () => {
  fc.assert(
    fc.property(packs, (content) => {
      const pack = openPack(write(content))!;
      expect(pack.head).toEqual(head);
      expect([...pack.tickets()]).toEqual(content.tickets);
      expect([...pack.entries()]).toEqual(content.entries);
      expect(pack.ticketCount).toBe(content.tickets.length);
      for (const one of content.tickets) {
        expect(pack.find(one.id)).toEqual(one);
        expect(pack.findByNumberHash(one.numberHash)).toEqual(
          content.tickets.find(({ numberHash }) => numberHash === one.numberHash),
        );
        expect(pack.ofParty(one.partyTag)).toEqual(content.tickets.filter(({ partyTag }) => partyTag === one.partyTag));
      }
      for (const { ticketId } of content.entries)
        expect(pack.entriesOf(ticketId)).toEqual(content.entries.filter((other) => other.ticketId === ticketId));
    }),
  );
});

test('a ticket outside the pack is not found', () => {
  fc.assert(
    fc.property(packs, fc.uuid(), (content, id) => {
      fc.pre(!content.tickets.some((one) => one.id === id) && !content.entries.some((one) => one.ticketId === id));
      const pack = openPack(write(content))!;
      expect(pack.find(id)).toBeNull();
      expect(pack.entriesOf(id)).toEqual([]);
    }),
  );
});

test('a pack that was cut off anywhere is refused', () => {
  const tickets = fc.sample(ticket, 5).toSorted(byId);
  const entries = fc.sample(entry, 5).toSorted(byTicket);
  const whole = write({ tickets, entries, page: 2 });
  expect(openPack(whole)).not.toBeNull();
  for (let length = 0; length < whole.length; length++) expect(openPack(whole.subarray(0, length))).toBeNull();
  expect(openPack(Uint8Array.from([...whole.subarray(0, 4), 2, ...whole.subarray(5)]))).toBeNull();
  expect(openPack(new TextEncoder().encode('<!doctype html><title>Hotel wifi</title>'))).toBeNull();
});

test('records are as small as the layout says', () => {
  const [one] = fc.sample(ticket, 1);
  expect(ticketSection([{ ...one!, sealedName: new Uint8Array() }]).length).toBe(9 + TICKET_LENGTH);
  expect(entrySection(fc.sample(entry, 1)).length).toBe(9 + ENTRY_LENGTH);
});
