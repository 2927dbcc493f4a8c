import type { Direction } from '$contract/checkin.ts';

/** A scan that no verdict came for. It is sent again as it was, under its own id, until the door has decided it. */
export interface UnconfirmedScan {
  scanId: string;
  code?: string;
  ticketId?: string;
  gateId?: string;
  direction: Direction;
  scannedAt: string;
}

type Shelf = Pick<Storage, 'getItem' | 'setItem'>;

/** Kept on the device, per event, so that closing the tab loses none. */
export function createUnconfirmedScans(shelf: Shelf, eventId: string) {
  const key = `everato:unconfirmed:${eventId}`;
  const read = (): UnconfirmedScan[] => {
    try {
      return JSON.parse(shelf.getItem(key) ?? '[]') as UnconfirmedScan[];
    } catch {
      return [];
    }
  };
  const write = (scans: UnconfirmedScan[]) => shelf.setItem(key, JSON.stringify(scans));

  return {
    all: read,
    keep(scan: UnconfirmedScan) {
      write([...read().filter((kept) => kept.scanId !== scan.scanId), scan]);
    },
    settle(scanId: string) {
      const scans = read();
      if (scans.some((scan) => scan.scanId === scanId)) write(scans.filter((scan) => scan.scanId !== scanId));
    },
    /** The waiting scan of the same ticket, to be repeated instead of making a second one that would find the first. */
    like(scan: UnconfirmedScan): UnconfirmedScan | undefined {
      return read().find(
        (kept) => kept.code === scan.code && kept.ticketId === scan.ticketId && kept.direction === scan.direction,
      );
    },
  };
}
export type UnconfirmedScans = ReturnType<typeof createUnconfirmedScans>;
