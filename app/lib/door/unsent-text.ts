import { m } from '$messages';
import { formatDate } from '$lib/format-date.ts';
import type { QueuedScan } from './queued-scan.ts';

/** One line per scan, to be sent to whoever sees to them by hand. */
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
