import pg from 'pg';
import { afterAll, beforeAll, expect, inject, test } from 'vitest';
import { createDatabase, dropDatabase } from '../../../dev/create-database.ts';
import { buyMoves } from '../../testing/sale-model/buy-moves.ts';
import { close } from '../../testing/sale-model/closing.ts';
import { holds } from '../../testing/sale-model/invariants.ts';
import { Sale } from '../../testing/sale-model/sale.ts';
import { staffMoves } from '../../testing/sale-model/staff-moves.ts';

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

test('tickets that were not paid at the door are released when the event ends, and offered to no one', async () => {
  const sale = await Sale.open(url, db);
  const { place, placeAtDesk, join } = buyMoves;
  // Found by `npm run torture`: one person has a seat, waits for two more, holds a place, and pays for another at the door.
  const moves = [
    () => placeAtDesk!(sale, [1, 0, 0, 0]),
    () => join!(sale, [10, 9, 0, 0]),
    () => place!(sale, [0, 0, 0, 0]),
    () => placeAtDesk!(sale, [0, 0, 0, 11]),
    () => staffMoves.raiseQuota!(sale, [1, 0, 0, 0]),
  ];
  for (const move of moves) {
    await move();
    await sale.look();
    holds(sale);
  }
  await close(sale);
  expect(sale.snapshot.bookings.map(({ status, method }) => [status, method])).toEqual([
    ['confirmed', 'cash'],
    ['expired', 'stripe'],
    ['expired', 'at_door'],
  ]);
  expect(sale.snapshot.waiting.map(({ status }) => status)).toEqual(['waiting']);
  await sale.close();
});
