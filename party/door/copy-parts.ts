import type { Clock, DoorSource, Ids, Log } from '../../worker/deps.ts';
import type { DoorFacts } from '#domain/door/door.ts';
import type { VerificationKey } from '../../worker/usecases/ticket/verify-code.ts';
import type { Ledger } from './ledger.ts';

/** The door's copy of its event: facts, keys and tickets, pulled from Postgres. */
export interface Copy {
  facts(): DoorFacts | null;
  keys(): VerificationKey[];
  /** Pulls everything that was committed before the call. Resolves with `away` if Postgres can't be reached. */
  pull(): Promise<PullResult>;
  /** Pulls while a guest waits: for a short time, and not at all if Postgres was away a moment ago. */
  pullForScan(): Promise<PullResult>;
}
export type PullResult = 'fresh' | 'away' | 'no_such_event';

export interface CopyParts {
  doorId: string;
  ledger: Ledger;
  source: DoorSource;
  log: Log;
  clock: Clock;
  ids: Ids;
  transaction<T>(work: () => T): T;
  onChange(): void;
  /** Called for every conflict that a pull has raised. */
  onConflict(facts: DoorFacts, conflictId: string): void;
  /** Called after every pull. */
  onPulled(): void;
}
