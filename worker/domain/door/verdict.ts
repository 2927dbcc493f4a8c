/** The verdicts of a scan, in their order of precedence. */
export const VERDICTS = [
  'invalid',
  'wrong_event',
  'cancelled',
  'revoked',
  'unpaid',
  'not_yet_valid',
  'no_longer_valid',
  'wrong_type',
  'already_in',
  'already_left',
  'not_in',
  'full',
  'admitted',
  'exited',
] as const;
export type Verdict = (typeof VERDICTS)[number];

/**
 * Why an admission contradicts other facts: the verdict that the room would have given, another entry in Postgres, a
 * valid signature on an unknown ticket, or a change of the ticket that the room learned of afterwards (`…_inside`).
 */
export const CONFLICT_REASONS = [
  'cancelled',
  'revoked',
  'unpaid',
  'not_yet_valid',
  'no_longer_valid',
  'wrong_type',
  'already_in',
  'already_left',
  'full',
  'invalid',
  'wrong_event',
  'second_entry',
  'unknown_ticket',
  'cancelled_inside',
  'transferred_inside',
  'renamed_inside',
] as const;
export type ConflictReason = (typeof CONFLICT_REASONS)[number];
