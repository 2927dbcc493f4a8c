import { type Decision, type Subject, gatesTaking } from '../../worker/domain/admission.ts';
import type { DecidedScan, DoorFacts, ScanLine, ScanRequest } from '../../worker/domain/door.ts';
import { formatNumber } from '../../worker/domain/ticket-number.ts';
import type { ScanCommand } from './decide-turn.ts';

const iso = (instant: number) => new Date(instant).toISOString();

export function verdictOf(
  facts: DoorFacts,
  scan: ScanRequest,
  subject: Subject,
  decision: Decision,
  now: number,
): DecidedScan {
  const verdict: DecidedScan = { scanId: scan.scanId, result: decision.result, repeat: false, decidedAt: iso(now) };
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
  if (decision.result === 'wrong_type' && subject.kind === 'ticket')
    verdict.otherGates = gatesTaking(facts.gates, subject.type.id).map((gate) => gate.name);
  if ('validFrom' in decision) verdict.validFrom = iso(decision.validFrom);
  if ('validUntil' in decision) verdict.validUntil = iso(decision.validUntil);
  if ('amountDueMinor' in decision)
    verdict.amountDue = { amount: decision.amountDueMinor, currency: facts.event.currency };
  return verdict;
}

export const lineOf = ({ scan, scanner, gate }: ScanCommand, verdict: DecidedScan, at: number): ScanLine => ({
  scanId: scan.scanId,
  result: verdict.result,
  direction: scan.direction,
  attendeeName: verdict.ticket?.attendeeName ?? '',
  typeName: verdict.ticket?.typeName ?? '',
  number: verdict.ticket?.number ?? '',
  gateName: gate?.name ?? '',
  deviceName: scanner.deviceName,
  scannedAt: scan.scannedAt ?? iso(at),
  undone: false,
  offline: verdict.offline ?? false,
  overridden: verdict.overridden ?? false,
});
