import * as neon from '@neondatabase/serverless';
import { drizzle, type NodePgDatabase } from 'drizzle-orm/node-postgres';
import pg from 'pg';
import * as schema from './schema.ts';

export type Db = NodePgDatabase<typeof schema> & { $client: pg.Pool };
export type Tx = Parameters<Parameters<Db['transaction']>[0]>[0];

export interface DatabaseOptions {
  url: string;
  driver: 'pg' | 'neon';
  /** Shown by Postgres for each connection, and counted by a test. */
  name: 'everato-worker' | 'everato-box-office' | 'everato-door' | 'everato-postman' | 'everato-tools';
  maxConnections?: number;
  /** A room closes its idle connection after this long, so that it can hibernate. */
  idleMs?: number;
  /** A query that takes longer fails: for rooms, which continue without it. */
  queryTimeoutMs?: number;
  /** Sends statements without waiting for earlier answers. */
  pipeline?: boolean;
}

/**
 * Opens no connection yet: the first query does. A Worker can't share a connection between requests, so each request
 * has its own pool and ends it; a room keeps one.
 */
export function openDatabase(options: DatabaseOptions): Db {
  const config = {
    connectionString: options.url,
    application_name: options.name,
    max: options.maxConnections ?? 1,
    idleTimeoutMillis: options.idleMs ?? 1000,
    connectionTimeoutMillis: 5000,
    query_timeout: options.queryTimeoutMs,
    pipeline: options.pipeline ?? false,
  };
  const pool = options.driver === 'neon' ? (new neon.Pool(config) as unknown as pg.Pool) : new pg.Pool(config);
  // The next query replaces a connection that breaks while idle; unhandled, it would end the isolate.
  pool.on('error', () => {});
  // A connection that breaks between two statements of a transaction fails the next statement, which is enough.
  pool.on('connect', (client) => client.on('error', () => {}));
  return drizzle({ client: pool, schema }) as Db;
}
