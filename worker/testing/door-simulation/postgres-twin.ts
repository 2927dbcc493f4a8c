import type { DeliveredConflict, DeliveredScan, DoorClash, DoorDelivery, SourcedTicket } from '../../deps.ts';
import type { DoorFacts } from '#domain/door/door.ts';

type Entry = DoorDelivery['entries'][number];
const isLive = (entry: Entry) => entry.exitedAt === null && entry.undoneAt === null;
const isSame = (a: Entry, b: Entry) => a.ticketId === b.ticketId && a.sessionId === b.sessionId && a.id !== b.id;

/** A twin of Postgres for one door, with the same unique rules; `worker/db/door/delivery.ts` is the original. */
export class PostgresTwin {
  scans = new Map<string, DeliveredScan>();
  entries = new Map<string, Entry>();
  conflicts = new Map<string, DeliveredConflict>();
  readonly facts: DoorFacts;
  readonly tickets: SourcedTicket[];

  constructor(facts: DoorFacts, tickets: SourcedTicket[]) {
    this.facts = facts;
    this.tickets = tickets;
  }

  deliver(delivery: DoorDelivery): DoorClash[] {
    for (const scan of delivery.scans) this.scans.set(`${scan.deviceId} ${scan.scanId}`, scan);
    for (const entry of delivery.entries) this.#update(entry);
    for (const entry of delivery.entries) this.#insert(entry, entry.isConflict);
    for (const entry of delivery.entries) this.#insert(entry, true);
    const clashes = delivery.entries.filter((entry) => this.entries.get(entry.id)?.isConflict && !entry.isConflict);
    for (const entry of clashes) this.#clash(entry);
    for (const conflict of delivery.conflicts) this.conflicts.set(`${conflict.deviceId} ${conflict.scanId}`, conflict);
    for (const { sessionId, endedAt, closedAt } of delivery.closings)
      for (const entry of this.entries.values())
        if (entry.sessionId === sessionId && isLive(entry) && entry.enteredAt < closedAt)
          entry.exitedAt = Math.max(entry.enteredAt, endedAt);
    return clashes.map(({ id, ticketId, entryDeviceId, entryScanId }) => ({
      entryId: id,
      ticketId,
      deviceId: entryDeviceId,
      scanId: entryScanId,
      reason: 'second_entry',
    }));
  }

  #update({ id, exitedAt, undoneAt }: Entry): void {
    const known = this.entries.get(id);
    if (!known) return;
    const becomesLive = exitedAt === null && undoneAt === null;
    if (becomesLive && [...this.entries.values()].some((other) => isSame(known, other) && isLive(other))) return;
    Object.assign(known, { exitedAt, undoneAt });
  }

  #insert(entry: Entry, isConflict: boolean): void {
    const others = [...this.entries.values()];
    const isScanned = others.some(
      (other) => other.entryDeviceId === entry.entryDeviceId && other.entryScanId === entry.entryScanId,
    );
    if (this.entries.has(entry.id) || isScanned) return;
    const beside = others.filter((other) => isSame(entry, other) && !other.isConflict);
    const breaks =
      (isLive(entry) && beside.some(isLive)) ||
      (entry.onlyEntry &&
        entry.undoneAt === null &&
        beside.some((other) => other.onlyEntry && other.undoneAt === null));
    if (isConflict || !breaks) this.entries.set(entry.id, { ...entry, isConflict });
  }

  #clash({ id, ticketId, entryDeviceId: deviceId, entryScanId: scanId }: Entry): void {
    const key = `${deviceId} ${scanId}`;
    if (this.conflicts.has(key)) return;
    const open = { closedAt: null, closedByUser: null, closedByDevice: null };
    this.conflicts.set(key, {
      id,
      ticketId,
      deviceId,
      scanId,
      otherDeviceId: null,
      reason: 'second_entry',
      noticedAt: 0,
      ...open,
    });
  }
}
