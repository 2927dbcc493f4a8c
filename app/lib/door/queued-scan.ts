import type { Verdict } from '#domain/door/verdict.ts';
import type { Direction } from '#domain/door/door.ts';

/** A scan stored by this device, from before its verdict is shown until the door's room confirms that it has it. */
export interface QueuedScan {
  scanId: string;
  code?: string;
  ticketId?: string;
  gateId?: string;
  direction: Direction;
  /** By the server's clock, as far as it is known. */
  scannedAt: string;
  /** The device's own verdict: it is what happened, whatever the room says. */
  shown?: { result: Verdict; at: string };
  /** The ticket that it moved. */
  move?: OwnMove;
  /** To be undone once the room has it, with the reason. */
  undo?: string;
  /** When the room's answer arrived, by this device's clock; it is no longer queued. */
  doneAt?: number;
}

/** The effect of this device's scan, until the pack contains it. */
export interface OwnMove {
  scanId: string;
  ticketId: string;
  sessionId: string;
  direction: Direction;
  at: number;
  gateName: string;
}

export const isWaiting = ({ doneAt }: QueuedScan) => doneAt === undefined;

/** The fields that the room accepts. */
export function wireOf({ scanId, code, ticketId, gateId, direction, scannedAt, shown }: QueuedScan) {
  return {
    scanId,
    direction,
    scannedAt,
    ...(code !== undefined && { code }),
    ...(ticketId !== undefined && { ticketId }),
    ...(gateId !== undefined && { gateId }),
    ...(shown && { shown }),
  };
}
export type WireScan = ReturnType<typeof wireOf>;
