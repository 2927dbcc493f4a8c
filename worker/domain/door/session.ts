import type { Instant, SessionFacts } from './door.ts';

/**
 * The current sessions: those running, else the next to begin, else the last. A day belongs to the session that it
 * began in, so nothing changes at midnight.
 */
export function currentSessions(sessions: readonly SessionFacts[], now: Instant): SessionFacts[] {
  const running = sessions.filter((session) => session.startsAt <= now && now < session.endsAt);
  if (running.length > 0) return running;
  const ahead = sessions.filter((session) => session.startsAt > now);
  const next = Math.min(...ahead.map((session) => session.startsAt));
  if (ahead.length > 0) return ahead.filter((session) => session.startsAt === next);
  const lastEnd = Math.max(...sessions.map((session) => session.endsAt));
  return sessions.filter((session) => session.endsAt === lastEnd);
}

export interface SessionQuestion {
  sessions: readonly SessionFacts[];
  askedSessionId: string | null;
  now: Instant;
}

export type SessionChoice =
  | { fits: true; session: SessionFacts }
  | { fits: false; reason: 'not_yet_valid'; validFrom: Instant }
  | { fits: false; reason: 'no_longer_valid'; validUntil: Instant };

/**
 * The session that a ticket is scanned for: one that its type admits to, among the current ones or the requested one.
 */
export function chooseSession(
  { sessions, askedSessionId, now }: SessionQuestion,
  admitsTo: readonly string[],
): SessionChoice {
  const candidates = askedSessionId
    ? sessions.filter((session) => session.id === askedSessionId)
    : currentSessions(sessions, now);
  const admitted = sessions.filter((session) => admitsTo.length === 0 || admitsTo.includes(session.id));
  const session = candidates.find((candidate) => admitted.includes(candidate));
  if (session) return { fits: true, session };
  const candidateStart = Math.min(...candidates.map((candidate) => candidate.startsAt));
  const later = admitted.filter((one) => one.startsAt >= candidateStart);
  if (later.length > 0)
    return { fits: false, reason: 'not_yet_valid', validFrom: Math.min(...later.map((one) => one.startsAt)) };
  return { fits: false, reason: 'no_longer_valid', validUntil: Math.max(...admitted.map((one) => one.endsAt)) };
}
