import { type Decision, type Subject, gatesTaking } from './admission.ts';
import type { DecidedScan, DoorFacts, Instant, ScanRequest } from './door.ts';
import { formatNumber } from '../ticket/number.ts';

const iso = (instant: Instant) => new Date(instant).toISOString();

/** A decision in the form that is sent, by the room and by a scanner that decides offline. */
export function verdictOf(
  facts: Pick<DoorFacts, 'event' | 'gates'>,
  { scanId }: Pick<ScanRequest, 'scanId'>,
  { subject, decision, now }: { subject: Subject; decision: Decision; now: Instant },
): DecidedScan {
  const verdict: DecidedScan = { scanId, result: decision.result, repeat: false, decidedAt: iso(now) };
  if (subject.kind === 'ticket') {
    const { ticket, type } = subject;
    const number = ticket.number ? formatNumber(ticket.number) : '';
    verdict.ticket = {
      id: ticket.id,
      number,
      typeName: type.name,
      attendeeName: ticket.attendeeName,
      doorNote: type.doorNote,
    };
  }
  if ('previous' in decision) {
    const { enteredAt, gateName, deviceName } = decision.previous;
    verdict.previous = { at: iso(enteredAt), gateName, deviceName };
  }
  const elsewhere = decision.result === 'wrong_type' || (decision.result === 'unpaid' && decision.elsewhere);
  if (elsewhere && subject.kind === 'ticket')
    verdict.otherGates = gatesTaking(facts.gates, subject.type.id).map((gate) => gate.name);
  if ('validFrom' in decision) verdict.validFrom = iso(decision.validFrom);
  if ('validUntil' in decision) verdict.validUntil = iso(decision.validUntil);
  if ('amountDueMinor' in decision)
    verdict.amountDue = { amount: decision.amountDueMinor, currency: facts.event.currency };
  return verdict;
}
