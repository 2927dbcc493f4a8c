import type { Deps } from '../../deps.ts';
import type { Outcome } from '#domain/refusal.ts';
import { mailTooOften } from '../rate-limit.ts';

type RequestDeps = Pick<Deps, 'ids' | 'rooms' | 'mailSources' | 'rateLimits'>;

/** Does the same, and takes as long, whether the address is known or not. */
export async function requestBookingLinks(
  deps: RequestDeps,
  { email, locale, client }: { email: string; locale: string; client: string | null },
): Promise<Outcome<object>> {
  const limited = await mailTooOften(deps, 'booking-links', { email, client });
  if (limited) return limited;
  await deps.mailSources.queueBookingLinks({ id: deps.ids.uuid(), email, locale });
  void deps.rooms.postman().kick();
  return { ok: true };
}
