import type { Verdict } from './verdict.ts';
import type { Direction, GateFacts, Instant, SessionFacts, TicketFacts, TypeFacts } from './door.ts';
import { chooseSession, type SessionQuestion } from './session.ts';

/** The ticket behind a code. `revision` is null where no code was read: a typed number, a guest from the search. */
export type Subject =
  | { kind: 'unknown' }
  | { kind: 'foreign' }
  | { kind: 'ticket'; ticket: TicketFacts; type: TypeFacts; revision: number | null };

/** A stay of the ticket in a session that was not undone. */
export interface Entry {
  id: string;
  enteredAt: Instant;
  exitedAt: Instant | null;
  gateName: string;
  deviceName: string;
}

export interface ScanQuestion extends SessionQuestion {
  subject: Subject;
  direction: Direction;
  gate: GateFacts | null;
  reEntry: boolean;
  /** The ticket's entries in a session, oldest first. */
  entriesIn(session: SessionFacts): readonly Entry[];
  /** Whether one more person would exceed the venue's capacity, where the event enforces it. */
  isFull(session: SessionFacts): boolean;
}

/** Verdicts that a supervisor may override; never those of forged or void tickets. */
const OVERRIDABLE: readonly Verdict[] = ['already_in', 'unpaid', 'wrong_type', 'not_yet_valid', 'full'];
export const isOverridable = (verdict: Verdict) => OVERRIDABLE.includes(verdict);

/** The gates that take a type; a gate that names no types takes all. */
export const gatesTaking = (gates: readonly GateFacts[], typeId: string): GateFacts[] =>
  gates.filter((gate) => gate.typeIds.length === 0 || gate.typeIds.includes(typeId));

/** The verdict and its grounds. Only `admitted` and `exited` change anything. */
export type Decision =
  | { result: 'invalid' | 'wrong_event' | 'cancelled' | 'revoked' | 'wrong_type' }
  /** `elsewhere`: once paid, another gate takes it. */
  | { result: 'unpaid'; amountDueMinor: number; elsewhere: boolean }
  | { result: 'not_yet_valid'; validFrom: Instant }
  | { result: 'no_longer_valid'; validUntil: Instant }
  | { result: 'already_in' | 'already_left'; session: SessionFacts; previous: Entry }
  | { result: 'not_in' | 'full'; session: SessionFacts }
  | { result: 'admitted'; session: SessionFacts; isFirst: boolean }
  | { result: 'exited'; session: SessionFacts; entry: Entry };

export function decideScan(question: ScanQuestion): Decision {
  const { subject } = question;
  if (subject.kind === 'unknown') return { result: 'invalid' };
  if (subject.kind === 'foreign') return { result: 'wrong_event' };
  const choice = chooseSession(question, subject.type.sessionIds);
  if (question.direction === 'exit' && choice.fits) {
    // Anyone inside may leave, whatever became of the ticket: else their place would never come free.
    const entry = question.entriesIn(choice.session).find(isLive);
    if (entry) return { result: 'exited', session: choice.session, entry };
  }
  if (subject.ticket.status === 'cancelled') return { result: 'cancelled' };
  if (subject.revision !== null && subject.revision < subject.ticket.revision) return { result: 'revoked' };
  return (
    refusedByTicket(subject, question, choice) ??
    decideByAttendance(question, (choice as { session: SessionFacts }).session)
  );
}

type TicketSubject = Extract<Subject, { kind: 'ticket' }>;

function refusedByTicket(
  { ticket, type }: TicketSubject,
  question: ScanQuestion,
  choice: ReturnType<typeof chooseSession>,
): Decision | null {
  const { now, gate } = question;
  const elsewhere = gate !== null && gatesTaking([gate], type.id).length === 0;
  if (ticket.amountDueMinor !== null) return { result: 'unpaid', amountDueMinor: ticket.amountDueMinor, elsewhere };
  if (type.validFrom !== null && now < type.validFrom) return { result: 'not_yet_valid', validFrom: type.validFrom };
  if (!choice.fits && choice.reason === 'not_yet_valid')
    return { result: 'not_yet_valid', validFrom: choice.validFrom };
  if (type.validUntil !== null && now >= type.validUntil)
    return { result: 'no_longer_valid', validUntil: type.validUntil };
  if (!choice.fits) return { result: 'no_longer_valid', validUntil: (choice as { validUntil: Instant }).validUntil };
  if (elsewhere) return { result: 'wrong_type' };
  return null;
}

function decideByAttendance(question: ScanQuestion, session: SessionFacts): Decision {
  const entries = question.entriesIn(session);
  const live = entries.find(isLive);
  if (question.direction === 'exit') return { result: 'not_in', session };
  if (live) return { result: 'already_in', session, previous: live };
  // The count treats an entry after the end as gone right away; the ticket is used all the same.
  const late = entries.find((entry) => entry.enteredAt >= session.endsAt);
  if (late) return { result: 'already_in', session, previous: late };
  const last = entries.at(-1);
  if (last && !question.reEntry) return { result: 'already_left', session, previous: last };
  if (question.isFull(session)) return { result: 'full', session };
  return { result: 'admitted', session, isFirst: entries.length === 0 };
}

const isLive = (entry: Entry) => entry.exitedAt === null;
