import { createHmac, randomBytes } from 'node:crypto';
import pg from 'pg';
import { v7 } from 'uuid';
import type { Role } from '#domain/account/permission.ts';
import { createSeals } from '../outside/seals.ts';

export interface SignedInPerson {
  userId: string;
  sessionToken: string;
  /** As a browser sends it. */
  cookie: string;
}

/** An account of this role with a session of an hour, as rows; the cookie is signed with the deployment's secret. */
export async function signIn(
  { databaseUrl, secret }: { databaseUrl: string; secret: string },
  role: Role,
  eventIds: string[] = [],
): Promise<SignedInPerson> {
  const client = new pg.Client({ connectionString: databaseUrl });
  await client.connect();
  try {
    return await signInOn({ db: client, secret }, role, eventIds);
  } finally {
    await client.end();
  }
}

/** The same on an open connection. */
export async function signInOn(
  { db, secret }: { db: pg.Client | pg.Pool; secret: string },
  role: Role,
  eventIds: string[] = [],
): Promise<SignedInPerson> {
  const userId = v7();
  const sessionToken = randomBytes(24).toString('base64url');
  await db.query('insert into users (id, name, email, email_verified, role) values ($1, $2, $3, true, $4)', [
    userId,
    `Sam ${role}`,
    `${userId}@example.com`,
    role,
  ]);
  await db.query(
    `insert into user_sessions (id, user_id, token, expires_at) values ($1, $2, $3, now() + interval '1 hour')`,
    [v7(), userId, sessionToken],
  );
  for (const eventId of eventIds)
    await db.query('insert into staff_events (user_id, event_id) values ($1, $2)', [userId, eventId]);
  const signature = createHmac('sha256', createSeals(secret).derive('sessions')).update(sessionToken).digest('base64');
  return {
    userId,
    sessionToken,
    cookie: `everato.session_token=${encodeURIComponent(`${sessionToken}.${signature}`)}`,
  };
}
