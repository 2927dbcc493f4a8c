import type { DoorRoom } from '../../worker/deps.ts';
import { type PackEntry, type PackHead, type PackTicket, packFacts } from '#domain/door/pack.ts';
import type { DoorFacts } from '#domain/door/door.ts';
import { entrySection, packEnd, packStart, ticketSection } from '#domain/door/write-pack.ts';
import { hashNumber, partyTag } from '../../worker/usecases/ticket/seal-name.ts';
import type { EntryKey, StoredEntry } from './entry-ledger.ts';
import { gzip } from './gzip.ts';
import { type PackCursor, parseCursor, writeCursor } from './pack-cursor.ts';
import type { DoorParts } from './parts.ts';
import { ready } from './readiness.ts';
import type { PackedTicket } from './ticket-ledger.ts';

/** Beyond this number of changes the scanner gets a whole pack, so that the room is not blocked for one scanner. */
const MOST_CHANGES = 10_000;
/** Rows per step, with scans decided in between. */
const PAGE = 1000;

interface WholePack {
  from: PackCursor;
  bytes: Promise<Uint8Array>;
}

/** Makes packs for scanners. All new scanners share one whole pack, and then ask for the changes since its start. */
export function createPacker(door: DoorParts): DoorRoom['pack'] {
  let whole: WholePack | null = null;
  const wholePack = (facts: DoorFacts, now: PackCursor) => {
    if (!whole || !isWithinReach(door, whole.from, now)) {
      const made = { from: now, bytes: makeWhole(door, facts, now) };
      made.bytes.catch(() => whole === made && (whole = null));
      whole = made;
    }
    return whole.bytes;
  };
  return async (since) => {
    const known = await ready(door);
    if (!known.ok) return known;
    const now = cursorOf(door);
    const from = parseCursor(since);
    const isDelta = from && isWithinReach(door, from, now);
    return {
      ok: true,
      bytes: await (isDelta ? makeDelta(door, known.facts, { from, now }) : wholePack(known.facts, now)),
    };
  };
}

const cursorOf = ({ ledger }: DoorParts): PackCursor => ({
  generation: ledger.number('packGeneration'),
  ticket: ledger.tickets.lastChange(),
  scan: ledger.lastChange(),
});

function isWithinReach({ ledger }: DoorParts, from: PackCursor, now: PackCursor): boolean {
  const isOurs = from.generation === now.generation && from.ticket <= now.ticket && from.scan <= now.scan;
  if (!isOurs || ledger.tickets.countSince(from.ticket) + ledger.scans.countAfter(from.scan) > MOST_CHANGES)
    return false;
  // The end of a session changes all entries of everyone inside.
  return ledger.entries.closingsIn(from.scan, now.scan).length === 0;
}

async function makeDelta(
  door: DoorParts,
  facts: DoorFacts,
  { from, now }: { from: PackCursor; now: PackCursor },
): Promise<Uint8Array> {
  const tickets = door.ledger.tickets.packedSince(from.ticket);
  const moved = door.ledger.entries.movedSince(from.scan);
  return gzip([
    packStart(headOf(door, facts, { cursor: now, isWhole: false })),
    ticketSection(tickets.flatMap((ticket) => packTicket(door.doorId, facts, ticket) ?? [])),
    entrySection(moved.flatMap(({ ticketId, entries }) => stays(facts, ticketId, entries))),
    packEnd(),
  ]);
}

/** Reads page by page. A change during that time is numbered after `from`, and comes with the next delta. */
function makeWhole(door: DoorParts, facts: DoorFacts, from: PackCursor): Promise<Uint8Array> {
  const { tickets, entries } = door.ledger;
  return gzip(
    (async function* () {
      yield packStart(headOf(door, facts, { cursor: from, isWhole: true }));
      for (let after = '', page; (page = tickets.packed(after, PAGE)).length > 0; after = page.at(-1)!.id) {
        yield ticketSection(page.flatMap((ticket) => packTicket(door.doorId, facts, ticket) ?? []));
        await aMoment();
      }
      let last: EntryKey | null = null;
      for (let page; (page = entries.standing(last, PAGE)).length > 0; last = page.at(-1)!) {
        yield entrySection(page.flatMap((entry) => stays(facts, entry.ticketId, [entry])));
        await aMoment();
      }
      yield packEnd();
    })(),
  );
}

const aMoment = () => new Promise((resolve) => setTimeout(resolve, 0));

const headOf = (
  door: DoorParts,
  facts: DoorFacts,
  { cursor, isWhole }: { cursor: PackCursor; isWhole: boolean },
): PackHead => ({
  cursor: writeCursor(cursor),
  isWhole,
  madeAt: door.clock.now().getTime(),
  facts: packFacts(facts),
});

function packTicket(doorId: string, facts: DoorFacts, ticket: PackedTicket): PackTicket | null {
  const type = facts.types.find((one) => one.id === ticket.typeId);
  if (!type) return null;
  const { id, revision, status, amountDueMinor, nameVersion, sealedName } = ticket;
  return {
    id,
    revision,
    status,
    amountDueMinor,
    nameVersion,
    typeIndex: type.index,
    numberHash: hashNumber(doorId, ticket.number),
    partyTag: partyTag(ticket.bookingId),
    sealedName: sealedName ? new Uint8Array(sealedName) : new Uint8Array(),
  };
}

function stays(facts: DoorFacts, ticketId: string, entries: readonly StoredEntry[]): PackEntry[] {
  const indexOf = (list: readonly { id: string }[], id: string | null) => {
    const index = list.findIndex((one) => one.id === id);
    return index < 0 ? null : index;
  };
  const found = entries.flatMap((entry): PackEntry[] => {
    const sessionIndex = indexOf(facts.sessions, entry.sessionId);
    const { enteredAt, exitedAt } = entry;
    const gateIndex = indexOf(facts.gates, entry.gateId);
    return sessionIndex === null ? [] : [{ ticketId, sessionIndex, enteredAt, exitedAt, gateIndex }];
  });
  return found.length > 0 ? found : [{ ticketId, sessionIndex: null, enteredAt: 0, exitedAt: null, gateIndex: null }];
}
