import type { DoorCounts, ScanLine } from '#domain/door/door.ts';
import type { FromDoor } from '#contract/door/messages.ts';
import type { AtDoor } from './socket.ts';

/** Tells everyone who listens, coalesced: the scans since the last word, and the newest counts. */
export interface Announcer {
  /** Nothing but counts has changed where `lines` is empty. */
  announce(lines: ScanLine[]): void;
  /** At once, what can't wait for the next word: to everybody, or to whom it concerns. */
  tell(message: FromDoor, concerns?: (who: AtDoor) => boolean): void;
}

export interface AnnouncerParts {
  listeners(): number;
  broadcast(text: string, concerns?: (who: AtDoor) => boolean): void;
  counts(): DoorCounts | null;
  /** The next number of an announcement, stored, so that numbers go on rising after a restart. */
  nextSeq(): number;
}

const PAUSE_MS = 100;
const LONG_PAUSE_MS = 250;
/** Scanners and listeners together: a hundred beside a hundred still hear at the faster pace. */
const MANY_SOCKETS = 200;
/** A crowd's list moves too fast to be read; the counts tell the rest. */
const LINES_KEPT = 20;

// One shot per pause and never an interval: an idle room must be able to hibernate.
export function createAnnouncer(parts: AnnouncerParts): Announcer {
  let lines: ScanLine[] = [];
  let timer: ReturnType<typeof setTimeout> | null = null;
  const speak = () => {
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
      timer ??= setTimeout(speak, parts.listeners() > MANY_SOCKETS ? LONG_PAUSE_MS : PAUSE_MS);
    },
    tell: (message, concerns) => parts.broadcast(JSON.stringify(message), concerns),
  };
}
