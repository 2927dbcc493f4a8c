import type { ActivityRecord, OverviewStats, OverviewStore, TroubledBooking, Deps } from '../../deps.ts';
import { mayForSome, notAllowed, type Caller } from '#domain/account/caller.ts';
import type { Outcome } from '#domain/refusal.ts';

interface Dashboard {
  stats: OverviewStats;
  /** Named for those who can see bookings. */
  troubled: TroubledBooking[];
  showsRevenue: boolean;
}

/** Figures over the events that the caller can see. */
export async function viewDashboard({ overview }: Pick<Deps, 'overview'>, caller: Caller): Promise<Outcome<Dashboard>> {
  if (caller.kind !== 'user' || !mayForSome(caller, 'VIEW_EVENT')) return notAllowed(caller);
  const eventIds = caller.user.eventIds && [...caller.user.eventIds];
  const [stats, troubled] = await Promise.all([
    overview.stats(eventIds),
    mayForSome(caller, 'VIEW_BOOKING') ? overview.troubled(eventIds) : [],
  ]);
  return { ok: true, stats, troubled, showsRevenue: mayForSome(caller, 'VIEW_REPORTS') };
}

/** The audit log of the events that the caller can see, newest first. */
export async function listActivity(
  { overview }: Pick<Deps, 'overview'>,
  caller: Caller,
  page: Parameters<OverviewStore['activity']>[1],
): Promise<Outcome<{ entries: ActivityRecord[] }>> {
  if (caller.kind !== 'user' || !mayForSome(caller, 'VIEW_REPORTS')) return notAllowed(caller);
  const eventIds = caller.user.eventIds && [...caller.user.eventIds];
  return { ok: true, entries: await overview.activity(eventIds, page) };
}
