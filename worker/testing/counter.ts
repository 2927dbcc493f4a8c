import type pg from 'pg';
import { Turns, type Recovery } from '../../party/turn.ts';
import { openDatabase } from '../db/client.ts';
import { createBoxOfficeStore } from '../db/box-office/store.ts';
import type { Clock } from '../deps.ts';
import type { Replies, Command, PlaceBooking } from '#domain/box-office/command.ts';
import { OutcomeUnknown, StoreAway, TurnCollision } from '#domain/box-office/failure.ts';
import { systemIds } from '../outside/system.ts';
import { runTurn, type TurnDeps } from '../usecases/box-office/run-turn.ts';

export interface Counter {
  submit<K extends Command['kind']>(command: Extract<Command, { kind: K }>): Promise<Replies[K]>;
  place(booking: Partial<PlaceBooking> & Pick<PlaceBooking, 'items'>): Promise<Replies['place']>;
  pool: pg.Pool;
  holds: Date[];
  close(): Promise<void>;
}

export interface CounterOptions {
  limit?: number;
  clock?: Clock;
  /** Rewrites the statements on their way to Postgres. */
  rewrite?: (text: string) => string;
  beforePersist?: () => Promise<void>;
}

/** A box office without its room: the same turns on the same tables. Several of them may serve one event. */
export function openCounter(databaseUrl: string, eventId: string, options: CounterOptions = {}): Counter {
  const pool = openDatabase({
    url: databaseUrl,
    driver: 'pg',
    name: 'everato-tools',
    maxConnections: 2,
    pipeline: true,
  }).$client;
  if (options.rewrite) rewriteStatements(pool, options.rewrite);
  const holds: Date[] = [];
  const standBy = async (due: Date) => {
    holds.push(due);
    await options.beforePersist?.();
  };
  const deps: TurnDeps = {
    store: createBoxOfficeStore(pool),
    clock: options.clock ?? { now: () => new Date() },
    ids: systemIds,
    alarm: { standBy },
  };
  const turns = new Turns({
    limit: options.limit ?? 512,
    run: async (commands: readonly Command[]) => (await runTurn(deps, eventId, commands)).answers,
    recover,
  });
  const submit: Counter['submit'] = (command) => turns.submit(command) as never;
  return {
    submit,
    place: (booking) => submit({ kind: 'place', ...guest(), ...booking }),
    pool,
    holds,
    close: () => pool.end(),
  };
}

/** Like the room. */
function recover(error: unknown): Recovery {
  if (error instanceof TurnCollision) return 'retry';
  return error instanceof StoreAway || error instanceof OutcomeUnknown ? 'fail_all' : 'bisect';
}

let guests = 0;
export const guest = (): Omit<PlaceBooking, 'items'> => ({
  buyer: { name: 'Ada Lovelace', email: `guest-${++guests}@example.com` },
  attendees: null,
  answers: [],
  couponCode: null,
  billing: null,
  method: null,
  by: 'public',
  actorId: null,
  userId: null,
  locale: null,
  source: null,
  idempotency: null,
  paymentAvailable: true,
});

type Query = { text: string; name?: string };
export function rewriteStatements(pool: pg.Pool, rewrite: (text: string) => string): void {
  pool.on('connect', (client) => {
    const query = client.query.bind(client) as (...given: unknown[]) => unknown;
    const changed = (given: string | Query) =>
      typeof given === 'string' ? rewrite(given) : { ...given, text: rewrite(given.text) };
    Object.assign(client, { query: (first: string | Query, ...rest: unknown[]) => query(changed(first), ...rest) });
  });
}
