import { sql, type SQL } from 'drizzle-orm';
import type { NewReceipt } from '#domain/box-office/at-desk.ts';
import type { Db } from '../client.ts';
import type { PartOfList } from '../page.ts';
import type { PaymentMethod, RefundStatus } from '#domain/payment/payment.ts';
import type { Seller } from '#domain/organization/organization.ts';

/** `number` counts within the event, without gaps. */
export interface ReceiptRecord extends Pick<NewReceipt, 'id' | 'number' | 'kind' | 'totalMinor' | 'currency'> {
  eventId: string;
  issuedAt: Date;
}

export interface FullReceipt extends ReceiptRecord, Pick<NewReceipt, 'bookingId' | 'tax'> {
  method: PaymentMethod;
  /** Of a credit note: the receipt of the payment that went back. */
  refersTo: { number: number; issuedAt: Date } | null;
  /** And how that stands now; null of a receipt. */
  refundStatus: RefundStatus | null;
  /** As it was when the receipt was issued. */
  seller: Seller;
}

const RECORD =
  sql.raw(`r.id, r.event_id as "eventId", r.number, r.kind, r.total_minor::float8 as "totalMinor", r.currency,
  r.issued_at as "issuedAt"`);
type Row = ReceiptRecord &
  Pick<FullReceipt, 'bookingId' | 'tax' | 'method' | 'seller' | 'refundStatus'> & {
    refersNumber: number | null;
    refersAt: Date;
  };

export function createReceiptStore(db: () => Db) {
  const rows = async <T>(query: SQL) => (await db().execute(query)).rows as T[];
  return {
    /** By number. */
    async listOf(bookingId: string, { limit, after }: PartOfList): Promise<ReceiptRecord[]> {
      const rest = after ? sql`and r.number > (select a.number from receipts a where a.id = ${after})` : sql``;
      const found = await rows<ReceiptRecord>(sql`select ${RECORD} from receipts r
        where r.booking_id = ${bookingId} ${rest} order by r.number limit ${limit}`);
      return found.map((row) => ({ ...row, issuedAt: new Date(row.issuedAt) }));
    },
    async find(id: string): Promise<FullReceipt | null> {
      const [row] = await rows<Row>(sql`select ${RECORD}, r.booking_id as "bookingId", r.tax, r.seller, p.method,
        f.status as "refundStatus", o.number as "refersNumber", o.issued_at as "refersAt"
        from receipts r left join refunds f on f.id = r.refund_id
        join payments p on p.id = coalesce(r.payment_id, f.payment_id)
        left join receipts o on o.payment_id = f.payment_id where r.id = ${id}`);
      return row ? full(row) : null;
    },
  };
}

export type ReceiptStore = ReturnType<typeof createReceiptStore>;

function full({ refersNumber, refersAt, ...row }: Row): FullReceipt {
  const refersTo = refersNumber === null ? null : { number: refersNumber, issuedAt: new Date(refersAt) };
  return { ...row, issuedAt: new Date(row.issuedAt), refersTo };
}
