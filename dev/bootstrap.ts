import { sql } from 'drizzle-orm';
import { demonstration } from '../worker/testing/seed/demonstration.ts';
import { makeEvent, makeUser } from '../worker/testing/seed/factories.ts';
import { openWorkshop, type Workshop } from '../worker/testing/seed/workshop.ts';
import type { Variables } from './variables.ts';

export interface Bootstrap {
  adminCreated: boolean;
}

/** Runs at every start, after migrations: creates what a new database lacks, and touches nothing else. */
export async function bootstrap(given: {
  databaseUrl: string;
  variables: Pick<Variables, 'admin' | 'secret'>;
}): Promise<Bootstrap> {
  const workshop = openWorkshop({ databaseUrl: given.databaseUrl, secret: given.variables.secret });
  try {
    if (await has(workshop, sql`select 1 from users where role = 'super_admin'`)) return { adminCreated: false };
    const { email, password } = given.variables.admin;
    const admin = await makeUser(workshop, { name: 'Administrator', email, password, role: 'super_admin' });
    if (!(await has(workshop, sql`select 1 from events`))) {
      const by = { userId: admin.id, name: 'Administrator' };
      for (const plan of demonstration(new Date())) await makeEvent(workshop, plan, by);
    }
    return { adminCreated: true };
  } finally {
    await workshop.close();
  }
}

async function has({ db }: Workshop, query: ReturnType<typeof sql>): Promise<boolean> {
  return (await db.execute(sql`${query} limit 1`)).rows.length > 0;
}
