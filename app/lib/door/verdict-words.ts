import { m } from '$messages';
import type { ScanVerdict, Verdict } from '#contract/door/checkin.ts';
import { formatDate } from '$lib/format-date.ts';
import { errorText } from '$lib/error-text.ts';
import type { Flag } from './decide-alone.ts';
import type { Shown } from './scanner.svelte.ts';

const WORDS: Record<Verdict, () => string> = {
  admitted: m.gate_verdict_admitted,
  exited: m.gate_verdict_exited,
  already_in: m.gate_verdict_already_in,
  already_left: m.gate_verdict_already_left,
  unpaid: m.gate_verdict_unpaid,
  not_yet_valid: m.gate_verdict_not_yet_valid,
  no_longer_valid: m.gate_verdict_no_longer_valid,
  wrong_type: m.gate_verdict_wrong_type,
  not_in: m.gate_verdict_not_in,
  full: m.gate_verdict_full,
  cancelled: m.gate_verdict_cancelled,
  revoked: m.gate_verdict_revoked,
  wrong_event: m.gate_verdict_wrong_event,
  invalid: m.gate_verdict_invalid,
};
const REASONS: Partial<Record<Verdict, () => string>> = {
  invalid: m.gate_reason_invalid,
  wrong_event: m.gate_reason_wrong_event,
  cancelled: m.gate_reason_cancelled,
  revoked: m.gate_reason_revoked,
  unpaid: m.gate_reason_unpaid,
  wrong_type: m.gate_reason_wrong_type,
  not_in: m.gate_reason_not_in,
  full: m.gate_reason_full,
};

/** One or two words, readable from the queue. */
export const verdictWord = (verdict: Verdict): string => WORDS[verdict]();

/** The word on the screen: for several tickets of a party, how many entered or left. */
export function shownWord(shown: Shown): string {
  if (shown.kind === 'refused') return m.gate_refused();
  if (shown.kind === 'unconfirmed') return m.gate_unconfirmed();
  const { verdict, count } = shown;
  if (count > 1 && verdict.result === 'admitted') return m.gate_verdict_party_in({ count });
  if (count > 1 && verdict.result === 'exited') return m.gate_verdict_party_out({ count });
  return verdictWord(verdict.result);
}

/** By name; offline perhaps only by type or number. */
export const whose = ({ ticket }: ScanVerdict): string =>
  ticket?.attendeeName || ticket?.number || ticket?.typeName || m.gate_unknown_ticket();

/** The reason in one short line: when and at which gate the ticket was admitted, from when it is valid. */
export function verdictReason(verdict: ScanVerdict, timeZone: string): string {
  const { previous, validFrom, validUntil, otherGates } = verdict;
  if (previous)
    return [formatDate(previous.at, 'time', timeZone), previous.gateName, previous.deviceName]
      .filter(Boolean)
      .join(' · ');
  if (verdict.result === 'not_yet_valid' && validFrom)
    return m.gate_reason_valid_from({ time: formatDate(validFrom, 'full', timeZone) });
  if (verdict.result === 'no_longer_valid' && validUntil)
    return m.gate_reason_valid_until({ time: formatDate(validUntil, 'full', timeZone) });
  if (otherGates?.length && verdict.result !== 'admitted')
    return m.gate_reason_other_gates({ gates: otherGates.join(' · ') });
  return REASONS[verdict.result]?.() ?? '';
}

const FLAGS: Record<Flag, () => string> = {
  typed: m.gate_flag_typed,
  unknown_ticket: m.gate_flag_unknown_ticket,
  unverified: m.gate_flag_unverified,
};

/** That the device decided offline, and on what; empty for the room's own verdicts. */
export function aloneWords(shown: Shown): string {
  if (shown.kind !== 'verdict' || !shown.verdict.offline) return '';
  return shown.flag ? FLAGS[shown.flag]() : m.gate_decided_alone();
}

/** The whole verdict as a sentence, for screen readers. */
export function spoken(shown: Shown, timeZone: string): string {
  if (shown.kind === 'refused') return errorText(shown.code);
  if (shown.kind === 'unconfirmed') return `${m.gate_unconfirmed()}. ${m.gate_unconfirmed_reason()}`;
  const { verdict } = shown;
  const ticket = verdict.ticket ? [verdict.ticket.attendeeName, verdict.ticket.typeName, verdict.ticket.doorNote] : [];
  return [shownWord(shown), ...ticket, verdictReason(verdict, timeZone), aloneWords(shown)].filter(Boolean).join('. ');
}
