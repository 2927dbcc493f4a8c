import type { ScanVerdict } from '#contract/door/checkin.ts';
import { currentSessions } from '#domain/door/session.ts';
import type { AloneVerdict } from './decide-alone.ts';
import { type Delivered, deliverScans } from './deliver-scans.ts';
import type { DoorApi } from './api.ts';
import { type DoorClock, createDoorClock } from './clock.ts';
import { fromSnapshot } from './picture.ts';
import { type DoorStore, openDoorStore } from './store.ts';
import { takeOverEarlierQueue } from './earlier-queue.ts';
import { PackKeeper } from './pack-keeper.ts';
import type { PackPicture } from './pack-picture.ts';
import { partyAlone } from './party-alone.ts';
import { type OwnMove, type QueuedScan, isWaiting, wireOf } from './queued-scan.ts';
import type { DoorRoom, Snapshot } from './room.svelte.ts';
import { ScanQueue } from './scan-queue.ts';

interface Options {
  eventId: string;
  api: DoorApi;
  room: () => DoorRoom;
}

/** Everything that lets a device work offline: its pack, its scans, and the server's time. */
export class OfflineDoor {
  /** Whether the device could decide offline now. */
  ready = $state(false);
  waiting = $state(0);
  readonly clock: DoorClock;
  #options: Options;
  #store: DoorStore | null = null;
  #queue: ScanQueue | null = null;
  #keeper: PackKeeper | null = null;
  #opened: Promise<void> | null = null;
  #inFlight = new Set<string>();
  #delivering = false;

  constructor(options: Options) {
    this.#options = options;
    this.clock = createDoorClock(localStorage, options.eventId);
  }

  open(): Promise<void> {
    return (this.#opened ??= this.#open());
  }

  close() {
    this.#keeper?.close();
    this.#store?.close();
  }

  /** The room is connected again: stores its time, and its picture for an offline start. */
  heard(snapshot: Snapshot) {
    this.clock.set(Date.parse(snapshot.serverTime));
    // Data that can't be stored is only missing at the next offline start.
    void this.open().then(() => this.#store?.keepNote('snapshot', snapshot).catch(() => undefined));
    this.changed();
  }

  changed() {
    void this.open().then(() => this.#keeper?.changed());
  }

  /** The queued scan of the same ticket that has no verdict yet. */
  async like(scan: QueuedScan): Promise<QueuedScan | undefined> {
    await this.open();
    return this.#queue?.like(scan);
  }

  /** Stored on disk before anything is shown. */
  async keep(scan: QueuedScan): Promise<void> {
    await this.open();
    this.#inFlight.add(scan.scanId);
    await this.#queue?.keep(scan);
  }

  /** Null while this device has no pack. The verdict is on disk when this resolves. */
  async decide(scan: QueuedScan): Promise<AloneVerdict | null> {
    const at = this.clock.now();
    const alone = (await this.#keeper?.decide(wireOf(scan), at)) ?? null;
    if (!alone) return null;
    const shown = { result: alone.verdict.result, at: new Date(at).toISOString() };
    await this.#queue?.keep({ ...scan, shown, ...(alone.move && { move: alone.move }) });
    if (alone.move) this.#note(alone.move);
    return alone;
  }

  /** The room's verdict arrived. */
  async settle(scan: QueuedScan, verdict: ScanVerdict): Promise<void> {
    const move = this.#moveOf(scan, verdict);
    if (move) this.#note(move);
    await this.#queue?.settle(scan.scanId, move, Date.now());
    this.release(scan.scanId);
  }

  /** The scan came to nothing, so it is not delivered. */
  async drop(scanId: string): Promise<void> {
    await this.#queue?.drop([scanId]);
    this.release(scanId);
  }

  /** No longer in flight: it stays queued unless it was settled. */
  release(scanId: string) {
    this.#inFlight.delete(scanId);
    this.#count();
  }

  /** The room has not received the scan: it is undone here right away, and there once delivered. */
  async undoWaiting(scanId: string, reason: string): Promise<boolean> {
    const scan = this.#queue?.find(scanId);
    if (!scan?.shown || !isWaiting(scan)) return false;
    await this.#queue!.keep({ ...scan, undo: reason });
    if (scan.move) this.#keeper?.picture?.forget(scan.move);
    this.#tellInside();
    return true;
  }

  party(ticketId: string) {
    const picture = this.#keeper?.picture;
    return picture ? partyAlone(picture, ticketId, this.clock.now()) : [];
  }

  /** Delivers the queue to the room. */
  async deliver(onVerdict: (verdict: ScanVerdict, scan: QueuedScan) => void): Promise<void> {
    await this.open();
    const scans = this.#queue!.waiting().filter(({ scanId }) => !this.#inFlight.has(scanId));
    if (this.#delivering || scans.length === 0) return;
    this.#delivering = true;
    try {
      await deliverScans(this.#options.api, scans, async (delivered) => {
        for (const one of delivered) await this.#take(one, onVerdict);
      });
    } finally {
      this.#delivering = false;
      this.#count();
    }
  }

  async #take({ scan, verdict }: Delivered, onVerdict: (verdict: ScanVerdict, scan: QueuedScan) => void) {
    // May have been undone while it was in flight.
    const { undo, move: own = null } = this.#queue!.find(scan.scanId) ?? scan;
    if (undo) {
      const undone = await this.#options.api.undo(scan.scanId, undo);
      if (!undone.ok && undone.code === 'away') return;
      return this.#queue!.drop([scan.scanId]);
    }
    const move = own ?? (verdict && this.#moveOf(scan, verdict));
    if (move) this.#note(move);
    await this.#queue!.settle(scan.scanId, move, Date.now());
    if (verdict) onVerdict(verdict, scan);
  }

  async #open(): Promise<void> {
    const { eventId, api, room } = this.#options;
    const store = (this.#store = await openDoorStore(eventId));
    await takeOverEarlierQueue(localStorage, eventId, store);
    const queue = (this.#queue = new ScanQueue(store));
    await queue.open();
    this.#keeper = new PackKeeper({
      store,
      fetchPack: api.pack,
      onTime: (serverTime) => this.clock.set(serverTime),
      onPicture: (picture) => this.#show(picture),
      onCovered: async (askedAt) => {
        for (const move of await queue.cover(askedAt)) this.#keeper?.picture?.forget(move);
      },
    });
    const snapshot = (await store.note('snapshot')) as Snapshot | undefined;
    if (snapshot) room().assume(fromSnapshot(snapshot));
    await this.#keeper.open();
    this.#count();
  }

  #show(picture: PackPicture) {
    for (const move of this.#queue!.moves()) picture.note(move);
    this.ready = true;
    this.#tellInside();
  }

  #note(move: OwnMove) {
    this.#keeper?.picture?.note(move);
    this.#tellInside();
  }

  /** Remembers the room's decision until the pack contains it. */
  #moveOf(scan: QueuedScan, verdict: ScanVerdict): OwnMove | null {
    const picture = this.#keeper?.picture;
    const isMove = verdict.result === 'admitted' || verdict.result === 'exited';
    const at = Date.parse(verdict.decidedAt);
    const session = picture && currentSessions(picture.facts.sessions, at)[0];
    if (!isMove || !verdict.ticket || !session) return null;
    const gateName = picture.facts.gates.find(({ id }) => id === scan.gateId)?.name ?? '';
    const { scanId, direction } = scan;
    return { scanId, direction, at, gateName, ticketId: verdict.ticket.id, sessionId: session.id };
  }

  #tellInside() {
    const picture = this.#keeper?.picture;
    const session = picture && currentSessions(picture.facts.sessions, this.clock.now())[0];
    if (session) this.#options.room().countInside(picture.inside(session.id));
  }

  #count() {
    this.waiting = this.#queue?.waiting().filter(({ scanId }) => !this.#inFlight.has(scanId)).length ?? 0;
    this.#options.room().reportWaiting(this.waiting);
  }
}
