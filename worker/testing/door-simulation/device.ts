import type { Verdict } from '#domain/door/verdict.ts';
import type { DecidedScan, Direction, ScanRequest } from '#domain/door/door.ts';
import type { Scanner } from '#domain/account/scanner.ts';
import type { VirtualTime } from './virtual-time.ts';

export interface Attempt {
  scan: ScanRequest;
  ticketId: string;
  direction: Direction;
  /** The verdict that the volunteer saw. */
  shown: Verdict;
  shownAt: number;
  /** The room's, in time; else the device's own. */
  isLocal: boolean;
  isDelivered: boolean;
}

interface Link {
  /** Rejects where the message, or its answer, is lost. */
  ask(scans: ScanRequest[]): Promise<DecidedScan[]>;
}

interface DeviceWorld {
  time: VirtualTime;
  link: Link;
  reEntry: boolean;
  uuid(): string;
  skewMs: number;
}

const PATIENCE_MS = 700;

/** A scanner at a door: asks the room, and decides offline where no answer arrives; its diary survives everything. */
export class Device {
  readonly scanner: Scanner;
  readonly diary: Attempt[] = [];
  /** The state of each ticket: from its own scans, and from the room. */
  #standing = new Map<string, 'in' | 'out'>();
  #world: DeviceWorld;

  constructor(scanner: Scanner, world: DeviceWorld) {
    this.scanner = scanner;
    this.#world = world;
  }

  async scan(ticketId: string, direction: Direction): Promise<void> {
    const { time, uuid, skewMs, link } = this.#world;
    const scannedAt = new Date(time.now + skewMs).toISOString();
    const scan: ScanRequest = { scanId: uuid(), ticketId, direction, scannedAt };
    const answered = link.ask([scan]).then(
      ([verdict]) => verdict ?? null,
      () => null,
    );
    const verdict = await Promise.race([answered, time.sleep(PATIENCE_MS).then(() => null)]);
    const shown = verdict?.result ?? this.#decide(ticketId, direction);
    if (!verdict) scan.shown = { result: shown, at: new Date(time.now + skewMs).toISOString() };
    this.#learn(ticketId, shown);
    this.diary.push({
      scan,
      ticketId,
      direction,
      shown,
      shownAt: time.now,
      isLocal: !verdict,
      isDelivered: Boolean(verdict),
    });
  }

  /** Everything that the room has not confirmed, unchanged and under the same ids. */
  async deliver(): Promise<void> {
    const waiting = this.diary.filter(({ isDelivered }) => !isDelivered);
    if (waiting.length === 0) return;
    const answers = await this.#world.link.ask(waiting.map(({ scan }) => scan)).catch(() => []);
    for (const answer of answers) {
      const attempt = waiting.find(({ scan }) => scan.scanId === answer.scanId);
      if (attempt) attempt.isDelivered = true;
    }
  }

  #decide(ticketId: string, direction: Direction): Verdict {
    const standing = this.#standing.get(ticketId);
    if (direction === 'exit') return standing === 'in' ? 'exited' : 'not_in';
    if (standing === 'in') return 'already_in';
    return standing === 'out' && !this.#world.reEntry ? 'already_left' : 'admitted';
  }

  #learn(ticketId: string, shown: Verdict): void {
    if (shown === 'admitted' || shown === 'already_in') this.#standing.set(ticketId, 'in');
    else if (shown === 'exited' || shown === 'already_left') this.#standing.set(ticketId, 'out');
  }
}
