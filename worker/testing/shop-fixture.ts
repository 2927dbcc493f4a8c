import pg from 'pg';
import { afterAll, beforeAll, inject } from 'vitest';
import { createDatabase, dropDatabase } from '../../dev/create-database.ts';
import { openShop, type Shop } from './stripe-shop.ts';

export interface ShopFixture {
  readonly url: string;
  /** To read the rows, and to make time pass in them. */
  readonly db: pg.Client;
  readonly shop: Shop;
}

/** A shop with its Stripe stand-in and a database of its own, for all tests of this file. */
export function openShopFixture(): ShopFixture {
  const adminUrl = inject('postgresAdminUrl');
  let url: string;
  let db: pg.Client;
  let shop: Shop;
  beforeAll(async () => {
    url = await createDatabase(adminUrl, { migrated: true });
    db = new pg.Client(url);
    await db.connect();
    shop = await openShop(url);
  });
  afterAll(async () => {
    await shop.stop();
    await db.end();
    await dropDatabase(adminUrl, url);
  });
  return {
    get url() {
      return url;
    },
    get db() {
      return db;
    },
    get shop() {
      return shop;
    },
  };
}
