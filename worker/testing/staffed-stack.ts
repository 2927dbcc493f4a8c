import pg from 'pg';
import { afterAll, beforeAll, inject } from 'vitest';
import { type Stack, startStack } from '../../dev/stack.ts';
import { type ApiClient, openApiClient } from './api-client.ts';
import { signIn } from './signed-in.ts';

export interface StaffedStack {
  readonly stack: Stack;
  readonly secret: string;
  readonly db: pg.Pool;
  readonly api: ApiClient;
  /** Of an admin's session. */
  readonly cookie: string;
}

/** The built Worker on a database of its own, with an admin signed in, for all tests of this file. */
export function openStaffedStack(): StaffedStack {
  const opened = {} as { -readonly [name in keyof StaffedStack]: StaffedStack[name] };
  beforeAll(async () => {
    opened.stack = await startStack({
      adminUrl: inject('postgresAdminUrl'),
      bundleDir: process.env.EVERATO_TEST_BUNDLE,
    });
    opened.secret = opened.stack.bindings.EVERATO_SECRET!;
    opened.db = new pg.Pool({ connectionString: opened.stack.databaseUrl });
    opened.api = openApiClient(opened.stack.url);
    opened.cookie = (await signIn({ databaseUrl: opened.stack.databaseUrl, secret: opened.secret }, 'admin')).cookie;
  });
  afterAll(async () => {
    await opened.db?.end();
    await opened.stack?.stop();
  });
  return opened;
}
