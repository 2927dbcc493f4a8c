import type { DoorSource, Log } from '../../worker/deps.ts';
import type { DoorFacts } from '#domain/door/door.ts';
import type { VerificationKey } from '../../worker/usecases/ticket/verify-code.ts';
import type { Ledger } from './ledger.ts';

/** The door's copy of its event: facts, keys and tickets, pulled from Postgres. */
export interface Copy {
  facts(): DoorFacts | null;
  keys(): VerificationKey[];
  /** Everything committed before this call is here when it answers `fresh`. `away`: no Postgres within reach just now. */
  pull(): Promise<PullResult>;
  /** The same for somebody who stands at the door: not long, and not at all when Postgres was away a moment ago. */
  pullForScan(): Promise<PullResult>;
}
export type PullResult = 'fresh' | 'away' | 'no_such_event';

export interface CopyParts {
  eventId: string;
  ledger: Ledger;
  source: DoorSource;
  log: Log;
  transaction<T>(work: () => T): T;
  onChange(): void;
  /** After every pull. */
  onPulled(): void;
}
