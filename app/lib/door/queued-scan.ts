import type { Verdict } from '#domain/door/verdict.ts';
import type { Direction } from '#domain/door/door.ts';

/** A scan as this device keeps it, from before its verdict is shown until the door's room is known to have it. */
export interface QueuedScan {
  scanId: string;
  code?: string;
  ticketId?: string;
  gateId?: string;
  direction: Direction;
  /** By the server's clock, as far as it is known. */
  scannedAt: string;
  /** The verdict that this device gave by itself: what happened, whatever the room says. */
  shown?: { result: Verdict; at: string };
  /** Who came in or out by it. */
  move?: OwnMove;
  /** To be taken back once the room has it, and why. */
  undo?: string;
  /** When the room's answer came, by this device's clock; it waits no longer. */
  doneAt?: number;
}

/** What a scan of this device changed, until the pack says the same. */
export interface OwnMove {
  scanId: string;
  ticketId: string;
  sessionId: string;
  direction: Direction;
  at: number;
  gateName: string;
}

export const isWaiting = ({ doneAt }: QueuedScan) => doneAt === undefined;

/** As the room takes it: its own words alone. */
export function wireOf({ scanId, code, ticketId, gateId, direction, scannedAt, shown }: QueuedScan) {
  return {
    ...{ scanId, direction, scannedAt },
    ...(code !== undefined && { code }),
    ...(ticketId !== undefined && { ticketId }),
    ...(gateId !== undefined && { gateId }),
    ...(shown && { shown }),
  };
}
export type WireScan = ReturnType<typeof wireOf>;
