import type { Core, PostBooking, PostEvent, PostWaiting } from '../../deps.ts';

type Site = Pick<Core, 'seals' | 'baseUrl'>;

export const eventLink = (site: Pick<Core, 'baseUrl'>, event: PostEvent) => `${site.baseUrl}/events/${event.slug}`;

export const bannerLink = (site: Pick<Core, 'baseUrl'>, event: PostEvent) =>
  event.bannerImageId && `${site.baseUrl}/api/v1/images/${event.bannerImageId}`;

/** Secrets stand behind `#`, which browsers send to no server. */
export function waitingLink(site: Site, { id, linkVersion: version }: PostWaiting): string {
  return `${site.baseUrl}/waiting-list/${id}#${site.seals.linkToken({ scope: 'waiting', id, version })}`;
}

/** The booking's page in the office. */
export const officeLink = (site: Pick<Core, 'baseUrl'>, { id, event }: PostBooking) =>
  `${site.baseUrl}/office/events/${event.id}/bookings?booking=${id}`;

export function bookingLink(site: Site, booking: PostBooking): string {
  const token = site.seals.linkToken({ scope: 'booking', id: booking.id, version: booking.linkVersion });
  return `${site.baseUrl}/bookings/${booking.id}#${token}`;
}
