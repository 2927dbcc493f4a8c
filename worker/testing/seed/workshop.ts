import { openDatabase, type Db } from '../../db/client.ts';
import { createEventStore } from '../../db/event/store.ts';
import type { Deps } from '../../deps.ts';
import { createSeals } from '../../outside/seals.ts';
import { systemClock, systemIds } from '../../outside/system.ts';
import { ticketSigner } from '../../outside/ticket/signer.ts';

/** The factories' dependencies: the real stores, on an existing database. */
export interface Workshop {
  db: Db;
  deps: Pick<Deps, 'clock' | 'ids' | 'signer' | 'seals' | 'events'>;
  close(): Promise<void>;
}

export function openWorkshop(given: { databaseUrl: string; secret: string }): Workshop {
  const db = openDatabase({ url: given.databaseUrl, driver: 'pg', name: 'everato-tools', maxConnections: 2 });
  const core = { clock: systemClock, ids: systemIds, signer: ticketSigner, seals: createSeals(given.secret) };
  return { db, deps: { ...core, events: createEventStore(() => db, core) }, close: () => db.$client.end() };
}
