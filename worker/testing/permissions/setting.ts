import type pg from 'pg';
import { v7 } from 'uuid';
import { expect } from 'vitest';
import type { ApiAnswer, ApiCall, ApiClient } from '../api-client.ts';
import { pairPhone } from '../door-seller.ts';
import { createEventOnSale, type EventForSale, type SaleOptions } from '../event-on-sale.ts';

/** The stack that all rows of the matrix share. */
export interface Ground {
  databaseUrl: string;
  secret: string;
  db: pg.Pool;
  api: ApiClient;
  /** A super admin's session, which makes what the rows name. */
  root: ApiCall;
  webhookSecret: string;
  heartbeat(): Promise<unknown>;
  /** A new account's session; its password is `PASSWORD`. */
  signUp(email?: string): Promise<string>;
  /** The account of a new staff member. */
  crew(): Promise<string>;
}

export interface Booked {
  id: string;
  bearer: string;
  ticketIds: string[];
}

const FREE = 0;
const PAID = 1;
const SOLD_OUT = 2;
export const PASSWORD = 'correct horse battery';

/** A pixel. */
const PNG = Buffer.from(
  'iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNk+M9QDwADhgGAWjR9awAAAABJRU5ErkJggg==',
  'base64',
);
export const picture: ApiCall = { body: PNG, headers: { 'content-type': 'image/png' } };

/**
 * An event of its own, and whatever of it a row names: each object is made when it is first asked for, in the way that
 * the product makes it.
 */
export class Setting {
  readonly ground: Ground;
  readonly eventId: string;
  readonly event: EventForSale;
  /** No account has verified it. */
  readonly email = `ada.${v7()}@example.com`;

  private constructor(ground: Ground, event: EventForSale) {
    this.ground = ground;
    this.event = event;
    this.eventId = event.eventId;
  }

  static async open(ground: Ground, { event: columns, ...options }: SaleOptions = {}): Promise<Setting> {
    const event = await createEventOnSale(ground.databaseUrl, {
      secret: ground.secret,
      types: [{ priceMinor: 0 }, { priceMinor: 2500 }, { priceMinor: 0, quotas: [0] }],
      quotas: [1],
      coupons: [{ code: 'EARLY', kind: 'percent', value: 500 }],
      questions: [{ per: 'booking', required: false }],
      event: { at_door_payment: true, waiting_list: true, cancel_until_hours: 1, ...columns },
      ...options,
    });
    return new Setting(ground, event);
  }

  get typeIds() {
    return { free: this.event.typeIds[FREE]!, paid: this.event.typeIds[PAID]!, soldOut: this.event.typeIds[SOLD_OUT]! };
  }

  async made(method: string, path: string, call: ApiCall = {}): Promise<ApiAnswer> {
    const headers = { 'cf-connecting-ip': client(), ...call.headers };
    const answer = await this.ground.api(method, path, { ...call, headers });
    expect(answer.status, `${method} ${path}: ${answer.text}`).toBeLessThan(300);
    return answer;
  }

  async one(sql: string, ...values: unknown[]): Promise<string> {
    const { rows } = await this.ground.db.query<{ id: string }>(sql, values);
    return rows[0]!.id;
  }

  async book(type: keyof Setting['typeIds'] = 'free', fields: object = {}): Promise<Booked> {
    const items = [{ ticketTypeId: this.typeIds[type], quantity: type === 'soldOut' ? 1 : 2 }];
    const buyer = { name: 'Ada', email: this.email };
    const body = { eventId: this.eventId, items, buyer, ...fields };
    const { booking, accessToken } = (await this.made('POST', '/bookings/create', { body })).json;
    return { id: booking.id, bearer: accessToken, ticketIds: booking.tickets.map(({ id }: { id: string }) => id) };
  }

  /** Staff have taken the money. */
  async paid(): Promise<Booked> {
    const booked = await this.book('paid', { method: 'at_door' });
    const body = { status: 'confirmed', paidBy: 'cash' };
    await this.made('PUT', `/bookings/${booked.id}/status`, { ...this.ground.root, body });
    return booked;
  }

  async expired(): Promise<Booked> {
    const booked = await this.book('paid');
    await this.ground.db.query(`update bookings set hold_expires_at = now() - interval '1 second' where id = $1`, [
      booked.id,
    ]);
    await this.ground.heartbeat();
    const status = () => this.one('select status as id from bookings where id = $1', booked.id);
    await expect.poll(status, { timeout: 15_000, interval: 20 }).toBe('expired');
    return booked;
  }

  /** Someone waits for the only ticket of a type. */
  async waiting(): Promise<{ id: string; bearer: string; buyer: Booked }> {
    const buyer = await this.book('soldOut');
    const body = { ticketTypeId: this.typeIds.soldOut, quantity: 1, name: 'Ada', email: this.email };
    const joined = (await this.made('POST', `/events/${this.eventId}/waiting-list`, { body })).json;
    return { id: joined.entry.id, bearer: joined.accessToken, buyer };
  }

  /** The only ticket of that type is offered to who waited for it. */
  async offered(): Promise<Booked> {
    const { id: entryId, bearer, buyer } = await this.waiting();
    await this.made('DELETE', `/bookings/${buyer.id}`, this.ground.root);
    const offer = async () => (await this.made('GET', `/waiting-list/${entryId}`, { bearer })).json.offer;
    await expect.poll(offer, { timeout: 15_000, interval: 20 }).not.toBeNull();
    const { bookingId, accessToken } = await offer();
    return { id: bookingId, bearer: accessToken, ticketIds: [] };
  }

  paymentOf = ({ id }: Booked) => this.one('select id from payments where booking_id = $1', id);
  receiptOf = ({ id }: Booked) => this.one('select id from receipts where booking_id = $1', id);
  mailOf = ({ id }: Booked) => this.one(`select id from outbox where booking_id = $1 and lane = 'mail'`, id);

  async payingByCard(): Promise<{ booked: Booked; paymentId: string }> {
    const booked = await this.book('paid');
    const { bearer } = booked;
    const body = { bookingId: booked.id };
    return { booked, paymentId: (await this.made('POST', '/payments/create', { bearer, body })).json.payment.id };
  }

  /** Stripe could not pay it. */
  async failedRefund(): Promise<string> {
    const paymentId = await this.paymentOf(await this.paid());
    const id = v7();
    await this.ground.db.query(
      `insert into refunds (id, payment_id, status, amount_minor, currency, reason) values ($1, $2, 'failed', 100, 'EUR', 'r')`,
      [id, paymentId],
    );
    return id;
  }

  async mark(scanner: ApiCall, scan: object): Promise<{ scanId: string; result: string; conflict?: { id: string } }> {
    const scanId = v7();
    const body = { eventId: this.eventId, scanId, direction: 'entry', ...scan };
    const verdict = (await this.made('POST', '/checkin/mark', { ...scanner, body })).json;
    // The door has told Postgres, so that what is written later is another's doing.
    const written = () => this.one('select count(*) as id from scans where scan_id = $1', scanId);
    await expect.poll(written, { timeout: 15_000, interval: 20 }).toBe('1');
    return { scanId, ...verdict };
  }

  async admitted(scanner: ApiCall): Promise<string> {
    const [ticketId] = (await this.book()).ticketIds;
    const { scanId, result } = await this.mark(scanner, { ticketId });
    expect(result).toBe('admitted');
    return scanId;
  }

  async refused(scanner: ApiCall): Promise<string> {
    const [ticketId] = (await this.book()).ticketIds;
    await this.mark(scanner, { ticketId });
    const { scanId, result } = await this.mark(scanner, { ticketId });
    expect(result).toBe('already_in');
    return scanId;
  }

  async unpaid(scanner: ApiCall): Promise<string> {
    const [ticketId] = (await this.book('paid', { method: 'at_door' })).ticketIds;
    const { scanId, result } = await this.mark(scanner, { ticketId });
    expect(result).toBe('unpaid');
    return scanId;
  }

  /** Two devices admitted one ticket. */
  async conflict(): Promise<string> {
    const [ticketId] = (await this.book()).ticketIds;
    await this.mark(this.ground.root, { ticketId });
    const shown = { result: 'admitted', at: new Date().toISOString() };
    return (await this.mark(this.ground.root, { ticketId, shown })).conflict!.id;
  }

  pairing = async (rights: object = {}) =>
    (await this.made('POST', `/events/${this.eventId}/devices`, { ...this.ground.root, body: rights })).json as {
      id: string;
      code: string;
    };

  async device(rights: { maySell?: boolean; maySupervise?: boolean } = {}): Promise<{ id: string; bearer: string }> {
    const from = (method: string, path: string, call?: ApiCall) => this.made(method, path, call);
    const phone = await pairPhone({ api: from, cookie: this.ground.root.cookie! }, this.eventId, rights);
    return { id: phone.deviceId, bearer: phone.token };
  }

  async previewToken(): Promise<string> {
    return (await this.made('GET', `/events/${this.eventId}/staff`, this.ground.root)).json.previewToken;
  }
}

let clients = 0;

/** A network of its own for each request, so that no limit per client counts them together. */
export function client(): string {
  clients += 1;
  return `10.${Math.floor(clients / 65_536)}.${Math.floor(clients / 256) % 256}.${clients % 256}`;
}
