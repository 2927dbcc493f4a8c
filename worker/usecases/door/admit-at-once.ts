import type { Core, DoorRoom } from '../../deps.ts';
import type { Scanner } from '#domain/account/scanner.ts';
import type { ScanRequest } from '#domain/door/door.ts';
import { changeAtDoor } from '../ask-door.ts';

/**
 * Admits tickets that were just sold or paid. The money is taken by then, so a gate that was closed in the meantime
 * doesn't stand in the way: they are admitted at none.
 */
export async function admitAtOnce(
  deps: Pick<Core, 'rooms' | 'log'>,
  eventId: string,
  { scanner, scans }: { scanner: Scanner; scans: ScanRequest[] },
): ReturnType<DoorRoom['markFresh']> {
  const mark = (asked: ScanRequest[]) => changeAtDoor(deps, eventId, (door) => door.markFresh(scanner, asked));
  const marked = await mark(scans);
  if (marked.ok || marked.code !== 'gate_unknown') return marked;
  return mark(scans.map(({ gateId: _, ...scan }) => scan));
}
