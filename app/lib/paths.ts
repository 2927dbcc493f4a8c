import type { WantedItem } from '#domain/box-office/command.ts';
import { isLocalPath } from '#domain/local-path.ts';

const inAddress = (items: readonly WantedItem[], code?: string | null) =>
  `tickets=${items.map(write).join(',')}${code ? `&code=${encodeURIComponent(code)}` : ''}`;
const write = ({ ticketTypeId, quantity, unitPriceMinor }: WantedItem) =>
  [ticketTypeId, quantity, ...(unitPriceMinor == null ? [] : [unitPriceMinor])].join(':');

/** Every address of the site. Secrets are placed after `#`, which servers and logs never see. */
export const paths = {
  home: () => '/',
  event: (slug: string) => `/events/${slug}`,
  book: (slug: string, items: readonly WantedItem[], code?: string | null) =>
    `/events/${slug}/book?${inAddress(items, code)}`,
  /** The event page with these tickets selected. */
  choose: (slug: string, items: readonly WantedItem[], code?: string | null) =>
    `/events/${slug}?${inAddress(items, code)}#tickets`,
  /** The page to join the waiting list for a type that is sold out. */
  joinWaiting: (slug: string, ticketTypeId: string, quantity = 1) =>
    `/events/${slug}/waiting-list?type=${ticketTypeId}&quantity=${quantity}`,
  waiting: (id: string, token?: string) => `/waiting-list/${id}${token ? `#${token}` : ''}`,
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
  pair: () => '/pair',
  scan: (eventId: string) => `/gate/${eventId}`,
  live: (eventId: string) => `/live/${eventId}`,
};

/** The destination after signing in: a path of this site, never another site's. */
export function safeNext(next: string | null, otherwise = paths.account()): string {
  return next !== null && isLocalPath(next) ? next : otherwise;
}
