import type { Clock, DoorSource, Ids, Log, TicketSigner } from '../../worker/deps.ts';
import type { Announcer } from './announcer.ts';
import type { Copy } from './copy-parts.ts';
import type { Ledger } from './ledger.ts';
import type { Presence } from './presence.ts';

/** What the messages of a door work with. */
export interface DoorParts {
  eventId: string;
  clock: Clock;
  ids: Ids;
  log: Log;
  signer: TicketSigner;
  source: DoorSource;
  ledger: Ledger;
  copy: Copy;
  announcer: Announcer;
  presence: Presence;
  /** Runs all of it or nothing. */
  transaction<T>(work: () => T): T;
  /** Resolves once what was written is on disk. */
  durable(): Promise<void>;
  /** There are changes that Postgres has not heard of. */
  deliverSoon(): void;
}
