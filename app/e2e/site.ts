import { inject } from 'vitest';
import pg from 'pg';
import { bootstrap } from '../../dev/bootstrap.ts';
import { type Stack, startStack } from '../../dev/stack.ts';
import { UndoList } from '../../dev/undo.ts';
import type { EventPlan } from '../../worker/testing/seed/factories.ts';
import { makeEvent, makeUser, type NewPerson } from '../../worker/testing/seed/factories.ts';
import { openWorkshop } from '../../worker/testing/seed/workshop.ts';

export interface Site {
  url: string;
  mailbox: NonNullable<Stack['mailbox']>;
  admin: { email: string; password: string };
  /** An event as staff would make it, without clicking through the office. */
  makeEvent(plan: EventPlan): Promise<Awaited<ReturnType<typeof makeEvent>>>;
  /** An account; with event ids, staff at these events alone. */
  makeUser(person: NewPerson & { eventIds?: string[] }): Promise<void>;
  query<Row extends object>(sql: string, values?: unknown[]): Promise<Row[]>;
  /** Runs cron's work of one minute. */
  heartbeat(): Promise<void>;
  /** Undone before the rest: browsers and pages. */
  undo: UndoList;
  close(): Promise<void>;
}

const admin = { email: 'admin@haus-am-kanal.example', password: 'a key for every door' };

/** The built product with its mailbox and its payment provider, and a super admin as the only account. */
export async function openSite(): Promise<Site> {
  const undo = new UndoList();
  const stack = await startStack({ adminUrl: inject('postgresAdminUrl'), mailbox: true, stripe: true });
  undo.add(() => stack.stop());
  const { databaseUrl, url, mailbox } = stack;
  const secret = stack.bindings.EVERATO_SECRET!;
  await bootstrap({ databaseUrl, variables: { admin: { ...admin, generated: false }, secret } });
  const client = new pg.Client(databaseUrl);
  await client.connect();
  undo.add(() => client.end());
  const workshop = openWorkshop({ databaseUrl, secret });
  undo.add(() => workshop.close());
  const heartbeat = async () => {
    const headers = { authorization: `Bearer ${stack.bindings.HEARTBEAT_TOKEN}` };
    const answer = await fetch(`${url}/internal/heartbeat`, { method: 'POST', headers });
    if (!answer.ok) throw new Error(`The heartbeat answered ${answer.status}.`);
  };
  const query = async <Row>(sql: string, values: unknown[] = []) => (await client.query(sql, values)).rows as Row[];
  return {
    url,
    mailbox: mailbox!,
    admin,
    makeEvent: (plan) => makeEvent(workshop, plan, { userId: null, name: 'Test' }),
    makeUser: async ({ eventIds = [], ...person }) => {
      const { id } = await makeUser(workshop, person);
      const insert = 'insert into staff_events (user_id, event_id) select $1, unnest($2::uuid[])';
      await query(insert, [id, eventIds]);
    },
    query,
    heartbeat,
    undo,
    close: () => undo.run(),
  };
}
