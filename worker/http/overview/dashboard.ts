import { Hono } from 'hono';
import { z } from 'zod';
import { Id, Time, listOf } from '#contract/field.ts';
import { DashboardStats } from '#contract/account/staff.ts';
import type { OverviewStats } from '../../deps.ts';
import { formatNumber } from '#domain/ticket/number.ts';
import { listActivity, viewDashboard } from '../../usecases/overview/view-dashboard.ts';
import type { AppEnv } from '../request/app-env.ts';
import { query } from '../request/body.ts';
import { badCursor, readTimeCursor, writeCursor } from '../request/cursor.ts';
import { describe } from '../request/describe.ts';
import { refuse } from '../request/refuse.ts';

const TAG = 'Dashboard';
const Activity = z
  .object({
    id: Id,
    at: Time,
    actor: z.string(),
    action: z.string(),
    subjectType: z.string(),
    subjectId: z.string(),
    event: z.object({ id: Id, title: z.string() }).nullable(),
  })
  .meta({ id: 'Activity' });
const Page = z.object({
  limit: z.coerce.number().int().min(1).max(100).default(30),
  cursor: z.string().max(300).optional(),
});

export const dashboard = new Hono<AppEnv>()
  .get('/stats', describe(TAG, 'Key figures and open problems', DashboardStats), async (c) => {
    const seen = await viewDashboard(c.env, await c.var.caller());
    if (!seen.ok) return refuse(c, seen);
    const troubles = seen.troubled.map((one) => ({ ...one, reference: formatNumber(one.reference) }));
    return c.json({ ...view(seen.stats, seen.showsRevenue, c.env.clock.now()), troubles });
  })
  .get('/activity', describe(TAG, 'List who did what, newest first', listOf(Activity)), query(Page), async (c) => {
    const { limit, cursor: text } = c.req.valid('query');
    const cursor = readTimeCursor(text);
    if (cursor === undefined) return refuse(c, badCursor);
    const before = cursor && { at: cursor.value, id: cursor.id };
    const listed = await listActivity(c.env, await c.var.caller(), { limit: limit + 1, before });
    if (!listed.ok) return refuse(c, listed);
    const { entries: found } = listed;
    const items = found.slice(0, limit).map(({ eventId, eventTitle, at, ...entry }) => ({
      ...entry,
      at: at.toISOString(),
      event: eventId && eventTitle !== null ? { id: eventId, title: eventTitle } : null,
    }));
    const last = items.at(-1);
    const nextCursor = found.length > limit && last ? writeCursor({ value: last.at, id: last.id }) : null;
    return c.json({ items, nextCursor });
  });

const MONEY_TROUBLES = ['refund_failed', 'refund_owed', 'refund_due', 'dispute_open'] as const;

function view(stats: OverviewStats, showsRevenue: boolean, now: Date): Omit<DashboardStats, 'troubles'> {
  const problems = [
    { kind: 'mail_failed', count: stats.mailFailed },
    ...MONEY_TROUBLES.map((kind) => ({ kind, count: stats.troubles[kind] ?? 0 })),
    { kind: 'door_conflict', count: stats.doorConflicts },
    { kind: 'books_drift', count: stats.booksDrifts },
  ];
  return {
    events: { published: stats.published, drafts: stats.drafts, upcoming: stats.upcoming },
    bookings: { confirmed: stats.confirmed, pending: stats.pending, dueAtDoor: stats.dueAtDoor },
    ticketsSold: stats.ticketsSold,
    checkedIn: stats.checkedIn,
    revenue: showsRevenue ? stats.revenue : [],
    contested: showsRevenue ? stats.contested : [],
    mail: { pending: stats.mailPending, failed: stats.mailFailed },
    problems: problems.filter((problem) => problem.count > 0),
    serverTime: now.toISOString(),
  };
}
