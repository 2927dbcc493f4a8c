import type { DoorFacts, Instant } from './door.ts';
import type { EventStatus } from '../event/event.ts';
import type { ErrorCode } from '../refusal.ts';

/**
 * A rehearsal is a door of its own next to its event's: it has practice tickets, and Postgres learns nothing of it. Its
 * id is derived from the event's and leads back to it: version 8 in place of 7 (RFC 9562 §5.8), and the end, by which a
 * ticket's code names its event, inverted.
 */
export const rehearsalOf = (eventId: string) => turned(eventId, '8');

export const isRehearsal = (doorId: string) => doorId[VERSION_AT] === '8';

/** The event whose door this is, rehearsed or not. */
export const eventOfDoor = (doorId: string) => (isRehearsal(doorId) ? turned(doorId, '7') : doorId);

/** An id that belongs to the rehearsal: the first eight digits say which. */
export const idInRehearsal = (doorId: string, n: number) => n.toString(16).padStart(8, '0') + doorId.slice(8);

/** The only key that signs its tickets. */
export const REHEARSAL_KEY = 1;

/** Longer than anyone practises, so that a forgotten rehearsal ends by itself. */
const LONGEST_MS = 6 * 3_600_000;

/** Why none can be started now: the event is over, or has nothing to practise with. */
export function whyNoRehearsal(
  { status, endsAt, types }: { status: EventStatus; endsAt: Instant; types: number },
  now: Instant,
): ErrorCode | null {
  if (status === 'cancelled' || status === 'archived' || endsAt <= now) return 'event_not_editable';
  return types === 0 ? 'event_incomplete' : null;
}

/** Until the event begins, where that is soon. */
export function rehearsalEnd(now: Instant, eventStartsAt: Instant): Instant {
  const latest = now + LONGEST_MS;
  return eventStartsAt > now ? Math.min(latest, eventStartsAt) : latest;
}

/** The facts of the rehearsal's door: the event's gates, types and devices, one session, and a key of its own. */
export function rehearsedFacts(
  doorId: string,
  facts: DoorFacts,
  { publicKey, ticketSeq }: { publicKey: string; ticketSeq: number },
): DoorFacts {
  const running = facts.event.rehearsal;
  const sessions = running
    ? [
        {
          id: idInRehearsal(doorId, running.since % 0x1_0000_0000),
          name: '',
          startsAt: running.since,
          endsAt: running.until,
        },
      ]
    : [{ id: idInRehearsal(doorId, 0), name: '', startsAt: 0, endsAt: 1 }];
  return {
    ...facts,
    // Another rehearsal starts with an empty venue; so does one whose types changed, since its practice tickets changed
    // as well.
    epoch: [facts.epoch, running?.since ?? 'over', ...facts.types.map(({ index }) => index)].join(' '),
    event: { ...facts.event, id: doorId, houseCapacity: null },
    ticketSeq,
    sessions,
    types: facts.types.map((type) => ({ ...type, validFrom: null, validUntil: null, sessionIds: [] })),
    keys: [{ keyId: REHEARSAL_KEY, publicKey, revoked: false }],
  };
}

/** Whether the rehearsal at this door is over. */
export const isRehearsalOver = ({ event, sessions }: Pick<DoorFacts, 'event' | 'sessions'>, now: Instant) =>
  isRehearsal(event.id) && !sessions.some(({ endsAt }) => endsAt > now);

const VERSION_AT = 14;
const END = 8;

function turned(id: string, version: string): string {
  const end = [...id.slice(-END)].map((digit) => (15 - Number.parseInt(digit, 16)).toString(16)).join('');
  return id.slice(0, VERSION_AT) + version + id.slice(VERSION_AT + 1, -END) + end;
}
