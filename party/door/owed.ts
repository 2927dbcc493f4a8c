import type { DoorRoom } from '../../worker/deps.ts';
import type { ScanRequest } from '#domain/door/door.ts';
import type { Scanner } from '#domain/account/scanner.ts';
import { refusal } from '#domain/refusal.ts';
import type { DoorParts } from './parts.ts';
import { ready } from './readiness.ts';
import type { StoredScan } from './scan-ledger.ts';

/** Returns the booking of a scan that was refused as unpaid, and the scan to make once it is paid. */
export async function owed(door: DoorParts, scanner: Scanner, scanId: string): ReturnType<DoorRoom['owed']> {
  const known = await ready(door);
  if (!known.ok) return known;
  const scan = door.ledger.scans.find(scanner.deviceId, scanId);
  const bookingId = scan?.ticketId ? door.ledger.tickets.find(scan.ticketId)?.bookingId : null;
  if (!scan || !bookingId) return refusal('not_found');
  if (scan.result !== 'unpaid') return refusal('nothing_to_pay');
  return { ok: true, bookingId, again: { ...subjectOf(scan), direction: 'entry', ...gateOf(scan) } };
}

/** Prefers the code, which identifies the ticket even after a transfer. */
function subjectOf({ content, ticketId }: StoredScan): Pick<ScanRequest, 'code' | 'ticketId'> {
  const [code] = JSON.parse(content) as string[];
  return code ? { code } : { ticketId: ticketId! };
}

const gateOf = ({ gateId }: StoredScan) => (gateId ? { gateId } : {});
