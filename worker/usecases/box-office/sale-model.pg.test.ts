import fc from 'fast-check';
import pg from 'pg';
import { afterAll, beforeAll, inject, test } from 'vitest';
import { createDatabase, dropDatabase } from '../../../dev/create-database.ts';
import { holdsWithin } from '../../testing/property-within.ts';
import { close } from '../../testing/sale-model/closing.ts';
import { holds } from '../../testing/sale-model/invariants.ts';
import type { Move } from '../../testing/sale-model/move.ts';
import { aMove } from '../../testing/sale-model/moves.ts';
import { Sale } from '../../testing/sale-model/sale.ts';
import { tortureFactor, tortureSeed } from '../../testing/torture-seed.ts';

const adminUrl = inject('postgresAdminUrl');
let url: string;
let db: pg.Client;

beforeAll(async () => {
  url = await createDatabase(adminUrl, { migrated: true });
  db = new pg.Client(url);
  await db.connect();
});
afterAll(async () => {
  await db.end();
  await dropDatabase(adminUrl, url);
});

class Step implements fc.AsyncCommand<object, Sale> {
  private readonly move: Move;
  constructor(move: Move) {
    this.move = move;
  }
  check = () => true;
  toString = () => this.move.name;
  async run(_: object, sale: Sale): Promise<void> {
    await this.move.run(sale);
    await sale.look();
    holds(sale);
  }
}

test(
  `whatever buyers, staff, Stripe, clocks and crashes do, nothing is sold twice, and no money is without a ticket or a refund (EVERATO_SEED=${tortureSeed})`,
  async () => {
    const moves = fc.commands([aMove.map((move) => new Step(move))], { maxCommands: 90, size: 'max' });
    await holdsWithin(
      fc.asyncProperty(moves, async (steps) => {
        const sale = await Sale.open(url, db);
        try {
          await fc.asyncModelRun(() => ({ model: {}, real: sale }), steps);
          await close(sale);
        } finally {
          await sale.close();
        }
      }),
      { seed: tortureSeed, runs: 24 * tortureFactor, leastRuns: 8 * tortureFactor, withinMs: 60_000 * tortureFactor },
    );
  },
  120_000 * tortureFactor,
);
