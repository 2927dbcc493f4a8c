import type { Clock, DoorSource, Ids, Log, TicketSigner } from '../../worker/deps.ts';
import type { Announcer } from './announcer.ts';
import type { Copy } from './copy-parts.ts';
import type { Ledger } from './ledger.ts';
import type { Presence } from './presence.ts';
import type { ScanCommand, ScanOutcome } from './scan-command.ts';

/** The dependencies of a door's message handlers. */
export interface DoorParts {
  /** The id of the event, or of its rehearsal. */
  doorId: string;
  clock: Clock;
  ids: Ids;
  log: Log;
  signer: TicketSigner;
  source: DoorSource;
  ledger: Ledger;
  copy: Copy;
  announcer: Announcer;
  presence: Presence;
  /** Runs the work as a whole or not at all. */
  transaction<T>(work: () => T): T;
  /** Resolves once all writes are on disk. */
  durable(): Promise<void>;
  /** Decides a scan together with the others that arrive meanwhile. */
  takeTurn(command: ScanCommand): Promise<ScanOutcome>;
  /** Starts a delivery of changes to Postgres in a moment. */
  deliverSoon(): void;
}
