import { isLocalPath } from '../../worker/domain/local-path.ts';

interface Chosen {
  ticketTypeId: string;
  quantity: number;
}
const inAddress = (items: readonly Chosen[]) =>
  `tickets=${items.map((item) => `${item.ticketTypeId}:${item.quantity}`).join(',')}`;

/** Every address of the site, in one place. Secrets travel behind `#`, where servers and logs never see them. */
export const paths = {
  home: () => '/',
  event: (slug: string) => `/events/${slug}`,
  book: (slug: string, items: readonly Chosen[]) => `/events/${slug}/book?${inAddress(items)}`,
  /** The event's page, with these tickets chosen. */
  choose: (slug: string, items: readonly Chosen[]) => `/events/${slug}?${inAddress(items)}#tickets`,
  booking: (id: string, token?: string) => `/bookings/${id}${token ? `#${token}` : ''}`,
  ticket: (id: string, token?: string) => `/tickets/${id}${token ? `#${token}` : ''}`,
  ticketImage: (id: string, token: string) => `/api/v1/tickets/${id}.png?t=${encodeURIComponent(token)}`,
  findTickets: () => '/find-my-tickets',
  signIn: (next?: string) => (next ? `/sign-in?next=${encodeURIComponent(next)}` : '/sign-in'),
  signUp: (next?: string) => (next ? `/sign-up?next=${encodeURIComponent(next)}` : '/sign-up'),
  forgot: () => '/forgot',
  account: () => '/account',
  office: () => '/office',
  door: () => '/gate',
  scan: (eventId: string) => `/gate/${eventId}`,
  live: (eventId: string) => `/live/${eventId}`,
};

/** Where to go after signing in: a path of this site, never another site's. */
export function safeNext(next: string | null, otherwise = paths.account()): string {
  return next !== null && isLocalPath(next) ? next : otherwise;
}
