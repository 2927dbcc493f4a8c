import type { Direction, GuestFound, ScanVerdict } from '#contract/door/checkin.ts';
import type { ErrorCode } from '#contract/error.ts';
import type { z } from 'zod';
import { v7 as uuidv7 } from 'uuid';
import type { Flag } from './decide-alone.ts';
import type { DoorApi } from './api.ts';
import type { OfflineDoor } from './offline-door.svelte.ts';
import { type QueuedScan, wireOf } from './queued-scan.ts';
import type { DoorRoom } from './room.svelte.ts';
import type { Signals } from './signals.ts';
import { signOf, toneOf } from './tone.ts';

export type Guest = z.infer<typeof GuestFound>;
export type Shown =
  /** `flag`: decided offline, on weaker evidence than usual. `count`: how many of a party have passed by now. */
  | { kind: 'verdict'; verdict: ScanVerdict; direction: Direction; late: boolean; flag: Flag | null; count: number }
  /** No verdict arrived; none is invented. */
  | { kind: 'unconfirmed'; scan: QueuedScan }
  | { kind: 'refused'; code: ErrorCode };

interface Options {
  room: DoorRoom;
  api: DoorApi;
  offline: OfflineDoor;
  signals: Signals;
}

/** How long a scan waits for the room before the device decides. */
const ROOM_PATIENCE_MS = 700;
const UNDO_PATIENCE_MS = 2000;
const SHOW_GOOD_MS = 1600;
const RETRY_MS = 5000;
/** Refusals that say nothing about the scan itself: it stays queued. */
const UNDECIDED: readonly string[] = [
  'away',
  'not_signed_in',
  'session_expired',
  'rate_limited',
  'unavailable',
  'outcome_unknown',
  'internal',
];

/** Takes codes from the camera, the keyboard and the search, and shows the door's verdict on each. */
export class Scanner {
  direction = $state<Direction>('entry');
  gateId = $state<string | null>(null);
  shown = $state.raw<Shown | null>(null);
  deciding = $state(false);
  last = $state.raw<{ verdict: ScanVerdict; direction: Direction; undone: boolean } | null>(null);
  #options: Options;
  #order = 0;
  #hide: ReturnType<typeof setTimeout> | undefined;
  #retry: ReturnType<typeof setInterval> | undefined;

  constructor(options: Options) {
    this.#options = options;
  }

  get waiting() {
    return this.#options.offline.waiting;
  }

  start() {
    void this.#options.offline.open();
    this.#retry = setInterval(() => void this.sendWaiting(), RETRY_MS);
  }

  stop() {
    clearInterval(this.#retry);
    clearTimeout(this.#hide);
  }

  scanCode = (code: string) => this.#scan({ code });
  scanGuest = (guest: Pick<Guest, 'ticketId'>) => this.#scan({ ticketId: guest.ticketId });

  /** Part of a party, each by a scan of its own; a refusal is shown before the next scan. */
  async scanParty(guests: readonly Pick<Guest, 'ticketId'>[]) {
    for (const [before, { ticketId }] of guests.entries()) {
      await this.#scan({ ticketId }, before + 1);
      const { last } = this;
      if (last?.verdict.ticket?.id !== ticketId || toneOf(last.verdict.result) !== 'good') return;
    }
  }

  /** A verdict requested elsewhere: after a payment or an override. */
  showVerdict(verdict: ScanVerdict) {
    this.last = { verdict, direction: 'entry', undone: false };
    this.#show(verdictShown({ direction: 'entry' }, verdict));
  }

  dismiss() {
    clearTimeout(this.#hide);
    this.shown = null;
  }

  async undo(reason: string): Promise<ErrorCode | 'away' | null> {
    const last = this.last;
    if (!last) return null;
    const { room, api, offline } = this.#options;
    const { scanId } = last.verdict;
    const isWaiting = await offline.undoWaiting(scanId, reason);
    const reply = isWaiting ? 'undone' : await room.undo(scanId, reason, UNDO_PATIENCE_MS);
    if (reply === null) {
      const answer = await api.undo(scanId, reason);
      if (!answer.ok) return answer.code;
    } else if (reply !== 'undone') return reply.code;
    if (this.last === last) this.last = { ...last, undone: true };
    return null;
  }

  /** Sends the queue in order. Each scan keeps its id, so sending it twice decides it once. */
  sendWaiting = () => this.#options.offline.deliver((verdict, scan) => this.#showLate(verdict, scan));

  async #scan(subject: { code: string } | { ticketId: string }, count = 1) {
    const order = ++this.#order;
    this.deciding = true;
    const { offline } = this.#options;
    const fresh: QueuedScan = {
      scanId: uuidv7(),
      ...subject,
      direction: this.direction,
      scannedAt: new Date(offline.clock.now()).toISOString(),
      ...(this.gateId && { gateId: this.gateId }),
    };
    const scan = (await offline.like(fresh)) ?? fresh;
    const shown = await this.#decide(scan);
    offline.release(scan.scanId);
    if (order === this.#order) this.deciding = false;
    if (shown.kind === 'verdict') this.last = { verdict: shown.verdict, direction: scan.direction, undone: false };
    // An answer overtaken by a later scan does not replace that scan's.
    if (order === this.#order) this.#show(shown.kind === 'verdict' ? { ...shown, count } : shown);
  }

  /** The room's verdict if it arrives in time, else this device's own; on disk before either is shown. */
  async #decide(scan: QueuedScan): Promise<Shown> {
    const { room, offline } = this.#options;
    const asked = room.settled(ROOM_PATIENCE_MS).then(() => room.scan(wireOf(scan), ROOM_PATIENCE_MS));
    const [reply] = await Promise.all([asked, offline.keep(scan)]);
    if (reply && 'result' in reply) {
      await offline.settle(scan, reply);
      return verdictShown(scan, reply);
    }
    if (reply && !UNDECIDED.includes(reply.code)) return this.#refused(scan, reply.code);
    const alone = room.link === 'refused' ? null : await offline.decide(scan);
    return alone ? verdictShown(scan, alone.verdict, alone.flag) : this.#askByHttp(scan);
  }

  /** A device without a pack can only ask. */
  async #askByHttp(scan: QueuedScan): Promise<Shown> {
    const answer = await this.#options.api.mark(wireOf(scan));
    if (answer.ok) {
      await this.#options.offline.settle(scan, answer.value);
      return verdictShown(scan, answer.value);
    }
    if (answer.code === 'away') return { kind: 'unconfirmed', scan };
    return UNDECIDED.includes(answer.code) ? { kind: 'refused', code: answer.code } : this.#refused(scan, answer.code);
  }

  async #refused(scan: QueuedScan, code: ErrorCode): Promise<Shown> {
    await this.#options.offline.drop(scan.scanId);
    return { kind: 'refused', code };
  }

  #show(shown: Shown) {
    clearTimeout(this.#hide);
    this.shown = shown;
    const sign =
      shown.kind === 'verdict' ? signOf(shown.verdict.result) : shown.kind === 'unconfirmed' ? 'unsure' : 'bad';
    this.#options.signals.give(sign);
    // Staff first read what they must check themselves.
    const isFlagged = shown.kind === 'verdict' && shown.flag !== null;
    if ((sign === 'good' || sign === 'leaving') && !isFlagged)
      this.#hide = setTimeout(() => this.dismiss(), SHOW_GOOD_MS);
  }

  #showLate(verdict: ScanVerdict, scan: QueuedScan) {
    // Shown when it was scanned: the room only recorded it.
    if (scan.shown) return;
    this.last = { verdict, direction: scan.direction, undone: false };
    const waitingOne = this.shown?.kind === 'unconfirmed' && this.shown.scan.scanId === scan.scanId;
    // Only the guest who is still there may be told by the whole screen.
    if (waitingOne) this.#show({ ...verdictShown(scan, verdict), late: true });
  }
}

const verdictShown = (
  { direction }: Pick<QueuedScan, 'direction'>,
  verdict: ScanVerdict,
  flag: Flag | null = null,
) => ({
  kind: 'verdict' as const,
  verdict,
  direction,
  flag,
  late: false,
  count: 1,
});
