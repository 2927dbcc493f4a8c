import type { Core, BookingForMail, EventForMail, WaitingForMail } from '../../deps.ts';

type Site = Pick<Core, 'seals' | 'baseUrl'>;

export const eventLink = (site: Pick<Core, 'baseUrl'>, event: EventForMail) => `${site.baseUrl}/events/${event.slug}`;

export const bannerLink = (site: Pick<Core, 'baseUrl'>, event: EventForMail) =>
  event.bannerImageId && `${site.baseUrl}/api/v1/images/${event.bannerImageId}`;

/** Secrets stand behind `#`, which browsers send to no server. */
export function waitingLink(site: Site, { id, linkVersion: version }: WaitingForMail): string {
  return `${site.baseUrl}/waiting-list/${id}#${site.seals.linkToken({ scope: 'waiting', id, version })}`;
}

/** The booking's page in the office. */
export const officeLink = (site: Pick<Core, 'baseUrl'>, { id, event }: BookingForMail) =>
  `${site.baseUrl}/office/events/${event.id}/bookings?booking=${id}`;

export function bookingLink(site: Site, booking: BookingForMail): string {
  const token = site.seals.linkToken({ scope: 'booking', id: booking.id, version: booking.linkVersion });
  return `${site.baseUrl}/bookings/${booking.id}#${token}`;
}
