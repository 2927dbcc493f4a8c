import { timingSafeEqual } from 'node:crypto';
import { createDeps } from './compose/request.ts';
import { settingsOf } from './compose/settings.ts';
import type { Env } from './env.ts';
import { reconcilePayments } from './usecases/payment/reconcile-payments.ts';
import { verifyBooksDaily } from './usecases/overview/verify-books.ts';

const MOST = 200;

interface Beat {
  boxOffices: number;
  doors: number;
  /** How many were asked of Stripe. */
  payments: number;
}

/** Kicks the rooms that have work, for alarms and kicks lost in a crash; deletes outdated rows. */
export async function heartbeat(env: Env, ctx: ExecutionContext): Promise<Beat> {
  const { deps, close } = createDeps(env, ctx);
  try {
    const due = await deps.overview.eventsWithDueHolds(MOST);
    const doors = await deps.overview.eventsAtTheDoor(MOST);
    await deps.rateLimits.forgetEnded();
    await deps.payments.requeueRefunds(deps.ids.uuid);
    const kicks = [
      ...due.map((eventId) => deps.rooms.boxOffice(eventId).kick()),
      ...doors.map((eventId) => deps.rooms.door(eventId).heartbeat()),
      deps.rooms.postman().kick(),
    ];
    const failed = (await Promise.allSettled(kicks)).filter((kick) => kick.status === 'rejected');
    if (failed.length > 0)
      deps.log.warn('heartbeat: rooms away', { count: failed.length, first: String(failed[0]?.reason) });
    // Last, because it may take a while.
    const { payments } = await reconcilePayments(deps);
    await verifyBooksDaily(deps);
    return { boxOffices: due.length, doors: doors.length, payments };
  } finally {
    close();
  }
}

/** `POST /internal/heartbeat`, for servers without cron and for tests. */
export async function handleHeartbeat(request: Request, env: Env, ctx: ExecutionContext): Promise<Response> {
  const token = settingsOf(env).heartbeatToken;
  const given = request.headers.get('authorization') ?? '';
  if (request.method !== 'POST' || !token || !isSame(given, `Bearer ${token}`))
    return new Response(null, { status: 404 });
  return Response.json(await heartbeat(env, ctx));
}

function isSame(given: string, expected: string): boolean {
  const a = Buffer.from(given);
  const b = Buffer.from(expected);
  return a.length === b.length && timingSafeEqual(a, b);
}
