import type { DoorCounts, ScanLine } from '#domain/door/door.ts';
import type { FromDoor } from '#contract/door/messages.ts';
import type { AtDoor } from './socket.ts';

/** Sends all sockets the scans since the last announcement and the newest counts, coalesced. */
export interface Announcer {
  /** Announces scans soon. An empty list announces the counts alone. */
  announce(lines: ScanLine[]): void;
  /** Sends a message right away, to all scanners or to those that it concerns. */
  notify(message: FromDoor, concerns?: (who: AtDoor) => boolean): void;
}

export interface AnnouncerParts {
  listeners(): number;
  broadcast(text: string, concerns?: (who: AtDoor) => boolean): void;
  counts(): DoorCounts | null;
  /** Returns the number of the next announcement. It is stored, so that numbers keep rising after a restart. */
  nextSeq(): number;
}

const PAUSE_MS = 100;
const LONG_PAUSE_MS = 250;
/** Scanners and listeners together: a hundred of each still get the shorter pause. */
const MANY_SOCKETS = 200;
/** No one can read a list that moves faster than this; the counts are complete. */
const LINES_KEPT = 20;

// A timeout per pause and never an interval: an idle room must be able to hibernate.
export function createAnnouncer(parts: AnnouncerParts): Announcer {
  let lines: ScanLine[] = [];
  let timer: ReturnType<typeof setTimeout> | null = null;
  const send = () => {
    timer = null;
    const scans = lines.slice(-LINES_KEPT);
    lines = [];
    const counts = parts.counts();
    if (!counts || parts.listeners() === 0) return;
    parts.broadcast(JSON.stringify({ type: 'changes', seq: parts.nextSeq(), counts, scans } satisfies FromDoor));
  };
  return {
    announce(more) {
      lines.push(...more);
      timer ??= setTimeout(send, parts.listeners() > MANY_SOCKETS ? LONG_PAUSE_MS : PAUSE_MS);
    },
    notify: (message, concerns) => parts.broadcast(JSON.stringify(message), concerns),
  };
}
