import type { Direction, GuestFound, ScanVerdict } from '$contract/checkin.ts';
import type { ErrorCode } from '$contract/error.ts';
import type { z } from 'zod';
import { v7 as uuidv7 } from 'uuid';
import type { DoorApi } from './door-api.ts';
import type { DoorRoom } from './room.svelte.ts';
import type { Signals } from './signals.ts';
import { toneOf } from './tone.ts';
import type { UnconfirmedScan, UnconfirmedScans } from './unconfirmed-scans.ts';

export type Guest = z.infer<typeof GuestFound>;
export type Shown =
  | { kind: 'verdict'; verdict: ScanVerdict; direction: Direction; late: boolean }
  /** No verdict came; none is invented. */
  | { kind: 'unconfirmed'; scan: UnconfirmedScan }
  | { kind: 'refused'; code: ErrorCode };

interface Options {
  room: DoorRoom;
  api: DoorApi;
  unconfirmed: UnconfirmedScans;
  signals: Signals;
}

const SOCKET_PATIENCE_MS = 2000;
const SHOW_GOOD_MS = 1600;
const RETRY_MS = 5000;
/** Refusals that say nothing about the scan itself: it goes on waiting. */
const UNDECIDED: readonly string[] = [
  'away',
  'not_signed_in',
  'session_expired',
  'rate_limited',
  'unavailable',
  'outcome_unknown',
  'internal',
];

/** Takes codes from the camera, the keyboard and the search, and shows what the door says of each. */
export class Scanner {
  direction = $state<Direction>('entry');
  gateId = $state<string | null>(null);
  shown = $state.raw<Shown | null>(null);
  deciding = $state(false);
  waiting = $state(0);
  last = $state.raw<{ verdict: ScanVerdict; direction: Direction; undone: boolean } | null>(null);
  #options: Options;
  #order = 0;
  #hide: ReturnType<typeof setTimeout> | undefined;
  #retry: ReturnType<typeof setInterval> | undefined;
  #sending = false;
  #inFlight = new Set<string>();

  constructor(options: Options) {
    this.#options = options;
  }

  start() {
    this.waiting = this.#options.unconfirmed.all().length;
    this.#retry = setInterval(() => void this.sendWaiting(), RETRY_MS);
  }

  stop() {
    clearInterval(this.#retry);
    clearTimeout(this.#hide);
  }

  scanCode = (code: string) => this.#scan({ code });
  scanGuest = (guest: Guest) => this.#scan({ ticketId: guest.ticketId });

  dismiss() {
    clearTimeout(this.#hide);
    this.shown = null;
  }

  async undo(reason: string): Promise<ErrorCode | 'away' | null> {
    const last = this.last;
    if (!last) return null;
    const { room, api } = this.#options;
    const told = await room.undo(last.verdict.scanId, reason, SOCKET_PATIENCE_MS);
    const refused =
      told === null ? await this.#undoByHttp(api, last.verdict.scanId, reason) : told === 'undone' ? null : told.code;
    if (refused === null && this.last === last) this.last = { ...last, undone: true };
    return refused;
  }

  /** Sends what is waiting, in order. Each keeps its own id, so sending twice decides once. */
  async sendWaiting() {
    const { api, unconfirmed } = this.#options;
    const scans = unconfirmed.all().filter((scan) => !this.#inFlight.has(scan.scanId));
    if (this.#sending || scans.length === 0) return;
    this.#sending = true;
    const answer = await api.markQueue(scans.slice(0, 100));
    this.#sending = false;
    if (!answer.ok) return;
    for (const verdict of answer.value.verdicts) {
      const scan = scans.find((sent) => sent.scanId === verdict.scanId);
      this.#settle(verdict.scanId);
      if (scan) this.#showLate(verdict, scan);
    }
  }

  async #undoByHttp(api: DoorApi, scanId: string, reason: string) {
    const answer = await api.undo(scanId, reason);
    return answer.ok ? null : answer.code;
  }

  async #scan(subject: { code: string } | { ticketId: string }) {
    const order = ++this.#order;
    const fresh: UnconfirmedScan = {
      scanId: uuidv7(),
      ...subject,
      direction: this.direction,
      scannedAt: new Date().toISOString(),
      ...(this.gateId && { gateId: this.gateId }),
    };
    const scan = this.#options.unconfirmed.like(fresh) ?? fresh;
    // Kept before it is sent: a battery that dies meanwhile loses nothing.
    this.#keep(scan);
    this.deciding = true;
    this.#inFlight.add(scan.scanId);
    const shown = await this.#decide(scan);
    this.#inFlight.delete(scan.scanId);
    if (order === this.#order) this.deciding = false;
    if (shown.kind === 'verdict' || (shown.kind === 'refused' && !UNDECIDED.includes(shown.code)))
      this.#settle(scan.scanId);
    if (shown.kind === 'verdict') this.last = { verdict: shown.verdict, direction: scan.direction, undone: false };
    // An answer that was overtaken by a later scan does not cover that one's.
    if (order === this.#order) this.#show(shown);
  }

  async #decide(scan: UnconfirmedScan): Promise<Shown> {
    const told = await this.#options.room.scan(scan, SOCKET_PATIENCE_MS);
    if (told) return 'code' in told ? { kind: 'refused', code: told.code } : this.#verdict(told, scan);
    const answer = await this.#options.api.mark(scan);
    if (answer.ok) return this.#verdict(answer.value, scan);
    return answer.code === 'away' ? { kind: 'unconfirmed', scan } : { kind: 'refused', code: answer.code };
  }

  #verdict = (verdict: ScanVerdict, scan: UnconfirmedScan): Shown => ({
    kind: 'verdict',
    verdict,
    direction: scan.direction,
    late: false,
  });

  #show(shown: Shown) {
    clearTimeout(this.#hide);
    this.shown = shown;
    const tone =
      shown.kind === 'verdict' ? toneOf(shown.verdict.result) : shown.kind === 'unconfirmed' ? 'unsure' : 'bad';
    this.#options.signals.give(tone);
    if (tone === 'good') this.#hide = setTimeout(() => this.dismiss(), SHOW_GOOD_MS);
  }

  #showLate(verdict: ScanVerdict, scan: UnconfirmedScan) {
    this.last = { verdict, direction: scan.direction, undone: false };
    const waitingOne = this.shown?.kind === 'unconfirmed' && this.shown.scan.scanId === scan.scanId;
    // Only the person who still stands there may be told by the whole screen.
    if (waitingOne) this.#show({ kind: 'verdict', verdict, direction: scan.direction, late: true });
  }

  #keep(scan: UnconfirmedScan) {
    this.#options.unconfirmed.keep(scan);
    this.waiting = this.#options.unconfirmed.all().length;
  }

  #settle(scanId: string) {
    this.#options.unconfirmed.settle(scanId);
    this.waiting = this.#options.unconfirmed.all().length;
  }
}
