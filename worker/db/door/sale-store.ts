import { type SQL, sql } from 'drizzle-orm';
import type { TypeOnSale } from '#domain/box-office/desk.ts';
import { leftOf, type Quota } from '#domain/event/inventory.ts';
import { priceOfOne, type FeeRule } from '#domain/price.ts';
import { insertAudit, type Actor } from '../audit-store.ts';
import { EVENT_ON_SALE, TYPES } from '../box-office/load.ts';
import { rows } from '../box-office/rows.ts';
import type { Db, Tx } from '../client.ts';
import { toEventOnSale, type EventRow } from '../event/row.ts';
import type { Ground } from '../../ground.ts';
import type { BookingMethod } from '#domain/booking/booking.ts';

export interface DoorOffer {
  currency: string;
  fees: FeeRule;
  types: {
    id: string;
    name: string;
    /** With fees and tax, and without fees. */
    priceMinor: number;
    listPriceMinor: number;
    payWhatYouWant: boolean;
    places: number;
    left: number | null;
    doorNote: string;
  }[];
}

export interface DoorShift {
  beganAt: Date | null;
  endedAt: Date | null;
  totals: { method: BookingMethod; sales: number; tickets: number; amountMinor: number; currency: string }[];
}

const QUOTAS = `select id, size, held, sold from quotas where event_id = $1`;
const NOTES = `select id, door_note as "doorNote" from ticket_types where event_id = $1`;

/** The audit log has each payment and who took it, written with the sale; a shift is the part between two ends. */
export function createDoorSaleStore(open: () => Db, parts: Pick<Ground, 'clock' | 'ids'>) {
  return {
    /** Null where there is no such event. */
    offer: (eventId: string): Promise<DoorOffer | null> => readOffer(open(), eventId),
    shift: (eventId: string, deviceId: string): Promise<DoorShift> =>
      readShift(open(), { eventId, deviceId, endedAt: null }),
    /** The next sale belongs to the next shift. Audited. */
    endShift: (eventId: string, deviceId: string, by: Actor): Promise<DoorShift> =>
      open().transaction(async (tx) => {
        // Under the event's lock, where sales get their time too: each sale belongs to exactly one shift.
        await tx.execute(sql`select id from events where id = ${eventId} for no key update`);
        const at = parts.clock.now();
        const shift = await readShift(tx, { eventId, deviceId, endedAt: at });
        const subject = { subjectType: 'device', subjectId: deviceId, eventId, action: 'shift.end' };
        await insertAudit(tx, [{ id: parts.ids.uuid(), at, by, ...subject, before: null, after: shift }]);
        return shift;
      }),
  };
}

/** Types on sale at the door, and payments taken there. */
export type DoorSaleStore = ReturnType<typeof createDoorSaleStore>;

async function readOffer(db: Db, eventId: string): Promise<DoorOffer | null> {
  const [[row], types, quotas, notes] = await Promise.all([
    rows<EventRow>(db.$client, { text: EVENT_ON_SALE }, [eventId]),
    rows<TypeOnSale>(db.$client, { text: TYPES }, [eventId]),
    rows<Quota>(db.$client, { text: QUOTAS }, [eventId]),
    rows<{ id: string; doorNote: string }>(db.$client, { text: NOTES }, [eventId]),
  ]);
  if (!row) return null;
  const event = toEventOnSale(row);
  const stock = new Map(quotas.map((quota) => [quota.id, quota]));
  const offered = types.filter(({ archivedAt }) => !archivedAt);
  const { currency, feeFixedMinor, feeBasisPoints, feePaidBy } = event;
  return {
    currency,
    fees: { feeFixedMinor, feeBasisPoints, feePaidBy, currency },
    types: offered.map(({ id, name, priceMinor, payWhatYouWant, places, quotaIds }) => {
      const left = leftOf(stock, quotaIds);
      return {
        id,
        name,
        payWhatYouWant,
        places,
        listPriceMinor: priceMinor,
        priceMinor: priceOfOne(priceMinor, event),
        left: left === null ? null : Math.floor(left / places),
        doorNote: notes.find((note) => note.id === id)?.doorNote ?? '',
      };
    }),
  };
}

interface ShiftQuestion {
  eventId: string;
  deviceId: string;
  /** Null: the shift goes on. */
  endedAt: Date | null;
}

async function readShift(db: Db | Tx, { eventId, deviceId, endedAt }: ShiftQuestion): Promise<DoorShift> {
  const read = async <T>(statement: SQL) => (await db.execute(statement)).rows as T[];
  const [last] = await read<{ at: Date | string | null }>(sql`
    select max(at) as at from audit_log
    where event_id = ${eventId} and action = 'shift.end' and subject_type = 'device' and subject_id = ${deviceId}`);
  const beganAt = last?.at ? new Date(last.at) : null;
  const totals = await read<DoorShift['totals'][number]>(sql`
    select a.after ->> 'method' as method, count(*)::int as sales, sum((a.after ->> 'tickets')::int)::int as tickets,
      sum((a.after ->> 'amountMinor')::bigint)::float8 as "amountMinor", e.currency
    from audit_log a join events e on e.id = a.event_id
    where a.event_id = ${eventId} and a.after ->> 'deviceId' = ${deviceId}
      and a.action in ('booking.create', 'booking.status')
      and a.at > ${beganAt?.toISOString() ?? '-infinity'}::timestamptz
      and a.at <= ${endedAt?.toISOString() ?? 'infinity'}::timestamptz
    group by 1, e.currency order by 1`);
  return { beganAt, endedAt, totals };
}
