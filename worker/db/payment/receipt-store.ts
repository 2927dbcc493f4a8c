import { sql, type SQL } from 'drizzle-orm';
import type { ReceiptRecord, ReceiptStore, ReceiptWhole } from '../../deps.ts';
import type { Db } from '../client.ts';

const RECORD =
  sql.raw(`r.id, r.event_id as "eventId", r.number, r.kind, r.total_minor::float8 as "totalMinor", r.currency,
  r.issued_at as "issuedAt"`);
type Row = ReceiptRecord &
  Pick<ReceiptWhole, 'bookingId' | 'tax' | 'method' | 'seller' | 'refundStatus'> & {
    refersNumber: number | null;
    refersAt: Date;
  };

export function createReceiptStore(db: () => Db): ReceiptStore {
  const rows = async <T>(query: SQL) => (await db().execute(query)).rows as T[];
  return {
    async listOf(bookingId) {
      const found = await rows<ReceiptRecord>(sql`select ${RECORD} from receipts r
        where r.booking_id = ${bookingId} order by r.number`);
      return found.map((row) => ({ ...row, issuedAt: new Date(row.issuedAt) }));
    },
    async find(id) {
      const [row] = await rows<Row>(sql`select ${RECORD}, r.booking_id as "bookingId", r.tax, r.seller, p.method,
        f.status as "refundStatus", o.number as "refersNumber", o.issued_at as "refersAt"
        from receipts r left join refunds f on f.id = r.refund_id
        join payments p on p.id = coalesce(r.payment_id, f.payment_id)
        left join receipts o on o.payment_id = f.payment_id where r.id = ${id}`);
      return row ? whole(row) : null;
    },
  };
}

function whole({ refersNumber, refersAt, ...row }: Row): ReceiptWhole {
  const refersTo = refersNumber === null ? null : { number: refersNumber, issuedAt: new Date(refersAt) };
  return { ...row, issuedAt: new Date(row.issuedAt), refersTo };
}
