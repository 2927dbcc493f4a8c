import type { DecidedScan, ScanLine } from '#domain/door/door.ts';
import type { ScanCommand } from './scan-command.ts';

export const lineOf = ({ scan, scanner, gate }: ScanCommand, verdict: DecidedScan, at: number): ScanLine => ({
  scanId: scan.scanId,
  result: verdict.result,
  direction: scan.direction,
  attendeeName: verdict.ticket?.attendeeName ?? '',
  typeName: verdict.ticket?.typeName ?? '',
  number: verdict.ticket?.number ?? '',
  gateName: gate?.name ?? '',
  deviceName: scanner.deviceName,
  scannedAt: scan.scannedAt ?? new Date(at).toISOString(),
  undone: false,
  offline: verdict.offline ?? false,
  overridden: verdict.overridden ?? false,
});
