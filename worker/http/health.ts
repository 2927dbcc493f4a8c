import { Hono } from 'hono';
import { z } from 'zod';
import type { AppEnv } from './request/app-env.ts';
import { describe } from './request/describe.ts';
import { createPublicMemory } from '../usecases/public-memory.ts';

const Health = z.object({ status: z.literal('ok') });
const Readiness = z.object({ ready: z.boolean(), database: z.boolean(), mail: z.boolean(), stripe: z.boolean() });
// Anyone can ask as often as they like; the database is asked once a second.
const remembered = createPublicMemory<boolean>(1);

export const health = new Hono<AppEnv>()
  .get('/', describe('Health', 'Whether the process responds', Health), (c) => c.json({ status: 'ok' } as const))
  .get(
    '/ready',
    describe('Health', 'Whether the database is ready, and which services are configured', Readiness),
    async (c) => {
      const database = await remembered.get('database', () => c.env.overview.isReady().catch(() => false));
      const { mail, stripe } = c.env.configured;
      return c.json({ ready: database, database, mail, stripe }, database ? 200 : 503);
    },
  );
