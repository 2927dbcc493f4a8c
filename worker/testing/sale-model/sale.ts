import type pg from 'pg';
import type { Replies, Command } from '#domain/box-office/command.ts';
import { openCounter, type Counter } from '../counter.ts';
import { createEventOnSale, type EventForSale, type SaleOptions } from '../event-on-sale.ts';
import { readSnapshot, type Snapshot } from './snapshot.ts';
import { StripeLedger } from './stripe-ledger.ts';

export const CANCEL_FEE = 300;

/**
 * Six types of tickets on two quotas, four coupons, two questions, and few places: everything conflicts with
 * everything.
 */
export const EVENT: SaleOptions = {
  places: 4,
  perPersonLimit: 3,
  quotas: [2],
  types: [
    { name: 'Standing', priceMinor: 2500, taxRateBasisPoints: 1900 },
    { name: 'Seat', priceMinor: 4100, quotas: [0], taxRateBasisPoints: 700 },
    { name: 'Pair', priceMinor: 4500, places: 2 },
    { name: 'Free', priceMinor: 0 },
    { name: 'Solidarity', priceMinor: 500, payWhatYouWant: true, quotas: [0] },
    { name: 'Child', priceMinor: 900, requires: 0 },
  ],
  coupons: [
    { code: 'HALF', kind: 'percent', value: 5000, maxUses: 2 },
    { code: 'FIFTEEN', kind: 'fixed', value: 1500, usesPerPerson: 1, minimumMinor: 2000 },
    { code: 'SEAT30', kind: 'set_price', value: 3000, types: [1] },
    { code: 'GIFT', kind: 'percent', value: 10_000, maxUses: 1 },
  ],
  questions: [
    { per: 'booking', label: 'From where?' },
    { per: 'ticket', label: 'Shirt', types: [1] },
  ],
  feeFixedMinor: 50,
  event: {
    at_door_payment: true,
    waiting_list: true,
    cancel_until_hours: 24,
    cancel_fee_fixed_minor: CANCEL_FEE,
    contact_email: 'office@example.com',
  },
};

/** One event on sale, its two counters, Stripe, and a clock that only moves advance. */
export class Sale {
  snapshot!: Snapshot;
  before!: Snapshot;
  readonly stripe = new StripeLedger();
  /**
   * Bookings whose money may stay with the organizer, and refunds that failed or overlapped, because moves made it so.
   */
  readonly mayKeep = new Set<string>();
  /** Bookings that their buyers cancelled, or tried to: the policy's fee stays. */
  readonly givenUp = new Set<string>();
  /** Bookings that were, or may have been, confirmed after their hold. */
  readonly late = new Set<string>();
  private nowMs = Date.now();
  private crash: 'none' | 'before' | 'after' = 'none';
  private readonly counters: Counter[];
  readonly db: pg.Client;
  readonly event: EventForSale;

  private constructor(url: string, db: pg.Client, event: EventForSale) {
    this.db = db;
    this.event = event;
    const clock = { now: () => new Date(++this.nowMs) };
    this.counters = [0, 1].map(() =>
      openCounter(url, event.eventId, { clock, rewrite: (text) => (text === 'commit' ? this.commit() : text) }),
    );
  }

  static async open(url: string, db: pg.Client): Promise<Sale> {
    const sale = new Sale(url, db, await createEventOnSale(url, EVENT));
    await sale.look();
    return sale;
  }

  now = () => new Date(this.nowMs);
  advance(minutes: number): void {
    this.nowMs += minutes * 60_000;
  }

  async look(): Promise<void> {
    const read = await readSnapshot(this.db, this.event.eventId);
    this.before = this.snapshot ?? read;
    this.snapshot = read;
  }

  /** After a crash the command comes again, as its sender would repeat it. */
  async submit<K extends Command['kind']>(command: Extract<Command, { kind: K }>, at = 0): Promise<Replies[K]> {
    try {
      return await this.counters[at % 2]!.submit(command);
    } catch (error) {
      if (!['OutcomeUnknown', 'StoreAway'].includes((error as Error).name)) throw error;
      return this.submit(command, at);
    }
  }

  /** The connection breaks at the next commit: before Postgres did it, or before it could say so. */
  crashAt(when: 'before' | 'after'): void {
    this.crash = when;
  }

  private commit(): string {
    const { crash } = this;
    this.crash = 'none';
    const leave = 'select pg_terminate_backend(pg_backend_pid())';
    return crash === 'none' ? 'commit' : crash === 'before' ? leave : `commit; ${leave}`;
  }

  async close(): Promise<void> {
    await Promise.all(this.counters.map((counter) => counter.close()));
  }
}
