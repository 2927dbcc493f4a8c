import { m } from '$messages';
import { formatDate } from '$lib/format-date.ts';
import type { QueuedScan } from './queued-scan.ts';

/** One line per scan, for the person who enters them manually. */
export const unsentText = (scans: readonly QueuedScan[]): string =>
  scans
    .map(({ scannedAt, direction, code, ticketId, undo }) =>
      [
        formatDate(scannedAt, 'shortDay'),
        formatDate(scannedAt, 'seconds'),
        direction === 'entry' ? m.gate_entry() : m.gate_exit(),
        code ?? ticketId ?? '',
        ...(undo ? [m.gate_undone()] : []),
      ].join('  '),
    )
    .join('\n');
