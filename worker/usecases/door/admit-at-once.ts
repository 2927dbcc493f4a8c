import type { Core, DoorRoom } from '../../deps.ts';
import type { ScanRequest } from '#domain/door/door.ts';
import type { Scanner } from '#domain/account/scanner.ts';
import { askDoor } from './ask-door.ts';

/**
 * Lets in whose ticket was just sold or paid. The money is taken by then, so a gate that was closed meanwhile does not
 * stand in the way: they come in at none.
 */
export async function admitAtOnce(
  deps: Pick<Core, 'rooms' | 'log'>,
  eventId: string,
  scanner: Scanner,
  scans: ScanRequest[],
): ReturnType<DoorRoom['markFresh']> {
  const ask = (asked: ScanRequest[]) =>
    askDoor(deps, eventId, (door) => door.markFresh(scanner, asked), 'outcome_unknown');
  const marked = await ask(scans);
  if (marked.ok || marked.code !== 'gate_unknown') return marked;
  return ask(scans.map(({ gateId: _, ...scan }) => scan));
}
