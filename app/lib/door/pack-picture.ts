import type { PackEntry, PackTicket } from '#domain/door/pack.ts';
import type { OpenPack } from '#domain/door/read-pack.ts';
import { entrySection, joined, packEnd, packStart, ticketSection } from '#domain/door/write-pack.ts';
import type { OwnMove } from './queued-scan.ts';

/** A stay of a ticket in a session. */
export interface Stay {
  sessionId: string;
  enteredAt: number;
  exitedAt: number | null;
  gateName: string;
}

/** The door as this device knows it: a whole pack, the changes since, and the device's own scans. */
export class PackPicture {
  #full: OpenPack;
  #latest: OpenPack;
  #tickets = new Map<string, PackTicket>();
  #stays = new Map<string, Stay[]>();
  #own = new Map<string, OwnMove[]>();
  #inside: Map<string, number>;
  deltas = 0;

  constructor(pack: OpenPack) {
    this.#full = this.#latest = pack;
    this.#inside = countInside(pack);
  }

  get facts() {
    return this.#latest.head.facts;
  }
  get cursor() {
    return this.#latest.head.cursor;
  }

  /** The changes since the last pull. */
  apply(delta: OpenPack): void {
    this.#latest = delta;
    this.deltas++;
    for (const ticket of delta.tickets()) this.#tickets.set(ticket.id, keptTicket(ticket));
    for (const ticketId of new Set([...delta.entries()].map((entry) => entry.ticketId))) {
      this.#count(this.#known(ticketId), -1);
      const stays = delta.entriesOf(ticketId).flatMap((entry) => stayOf(delta, entry) ?? []);
      this.#stays.set(ticketId, stays);
      this.#count(stays, 1);
    }
  }

  /** The effect of a scan of this device; applying it twice changes nothing. */
  note(move: OwnMove): void {
    const others = this.#own.get(move.ticketId)?.filter(({ scanId }) => scanId !== move.scanId) ?? [];
    this.#own.set(
      move.ticketId,
      [...others, move].toSorted((a, b) => a.at - b.at),
    );
  }

  /** The room's pack contains the scan, or it was undone. */
  forget({ ticketId, scanId }: OwnMove): void {
    const others = this.#own.get(ticketId)?.filter((move) => move.scanId !== scanId) ?? [];
    if (others.length > 0) this.#own.set(ticketId, others);
    else this.#own.delete(ticketId);
  }

  find(ticketId: string): PackTicket | null {
    return this.#tickets.get(ticketId) ?? this.#full.find(ticketId);
  }

  findByNumberHash(hash: string): PackTicket | null {
    for (const ticket of this.#tickets.values()) if (ticket.numberHash === hash) return ticket;
    return this.#full.findByNumberHash(hash);
  }

  /** All tickets of a ticket's booking. */
  partyOf({ partyTag }: PackTicket): PackTicket[] {
    const all = new Map(this.#full.ofParty(partyTag).map((ticket) => [ticket.id, ticket]));
    for (const ticket of this.#tickets.values()) if (ticket.partyTag === partyTag) all.set(ticket.id, ticket);
    return [...all.values()].toSorted((a, b) => (a.id < b.id ? -1 : 1));
  }

  /** Oldest first. Anyone still inside when a session ended is out. */
  stays(ticketId: string, sessionId: string, now: number): Stay[] {
    const endsAt = this.facts.sessions.find(({ id }) => id === sessionId)?.endsAt ?? Infinity;
    return this.#all(ticketId)
      .filter((stay) => stay.sessionId === sessionId)
      .map((stay) => ({ ...stay, exitedAt: stay.exitedAt ?? (endsAt <= now ? endsAt : null) }));
  }

  inside(sessionId: string): number {
    let inside = this.#inside.get(sessionId) ?? 0;
    for (const ticketId of this.#own.keys())
      inside += liveIn(this.#all(ticketId), sessionId) - liveIn(this.#known(ticketId), sessionId);
    return inside;
  }

  /** Merges all changes into one, so that the next start reads few pieces. */
  changesAsOne(): Uint8Array {
    const { head } = this.#latest;
    const indexOf = (list: { id?: string; name?: string }[], where: { id?: string; name?: string }) => {
      const index = list.findIndex((one) => (where.id ? one.id === where.id : one.name === where.name));
      return index < 0 ? null : index;
    };
    const entries = [...this.#stays].toSorted(byFirst).flatMap(([ticketId, stays]): PackEntry[] => {
      const packed = stays.map(({ sessionId, enteredAt, exitedAt, gateName }) => ({
        ticketId,
        enteredAt,
        exitedAt,
        sessionIndex: indexOf(head.facts.sessions, { id: sessionId }),
        gateIndex: indexOf(head.facts.gates, { name: gateName }),
      }));
      const none = { ticketId, sessionIndex: null, enteredAt: 0, exitedAt: null, gateIndex: null };
      return packed.length > 0 ? packed : [none];
    });
    const tickets = [...this.#tickets].toSorted(byFirst).map(([, ticket]) => ticket);
    return joined([packStart(head), ticketSection(tickets), entrySection(entries), packEnd()]);
  }

  /** As the room said. */
  #known(ticketId: string): Stay[] {
    const known = this.#stays.get(ticketId);
    return known ?? this.#full.entriesOf(ticketId).flatMap((entry) => stayOf(this.#full, entry) ?? []);
  }

  #all(ticketId: string): Stay[] {
    const own = this.#own.get(ticketId);
    return own ? own.reduce(withMove, this.#known(ticketId)) : this.#known(ticketId);
  }

  #count(stays: Stay[], by: number): void {
    for (const { sessionId, exitedAt } of stays)
      if (exitedAt === null) this.#inside.set(sessionId, (this.#inside.get(sessionId) ?? 0) + by);
  }
}

const byFirst = <T>([a]: [string, T], [b]: [string, T]) => (a < b ? -1 : 1);
const liveIn = (stays: Stay[], sessionId: string) =>
  stays.filter((stay) => stay.sessionId === sessionId && stay.exitedAt === null).length;

/** A name is a view on the delta's bytes: a copy lets the rest be released. */
const keptTicket = (ticket: PackTicket): PackTicket => ({ ...ticket, sealedName: ticket.sealedName.slice() });

function stayOf({ head }: OpenPack, { sessionIndex, gateIndex, enteredAt, exitedAt }: PackEntry): Stay | null {
  const session = sessionIndex === null ? undefined : head.facts.sessions[sessionIndex];
  if (!session) return null;
  const gateName = (gateIndex === null ? undefined : head.facts.gates[gateIndex])?.name ?? '';
  return { sessionId: session.id, enteredAt, exitedAt, gateName };
}

/** The pack may already contain it: no ticket enters twice or leaves twice. */
function withMove(stays: Stay[], { sessionId, direction, at, gateName }: OwnMove): Stay[] {
  const live = stays.findIndex((stay) => stay.sessionId === sessionId && stay.exitedAt === null);
  if (direction === 'entry')
    return live < 0 ? [...stays, { sessionId, enteredAt: at, exitedAt: null, gateName }] : stays;
  return stays.map((stay, index) => (index === live ? { ...stay, exitedAt: at } : stay));
}

function countInside(pack: OpenPack): Map<string, number> {
  const inside = new Map<string, number>();
  const { sessions } = pack.head.facts;
  for (const { sessionIndex, exitedAt } of pack.entries()) {
    const session = sessionIndex === null || exitedAt !== null ? undefined : sessions[sessionIndex];
    if (session) inside.set(session.id, (inside.get(session.id) ?? 0) + 1);
  }
  return inside;
}
