import type { EventPublic } from '#contract/event/public-event.ts';
import { toDecimal } from '#domain/money.ts';

/** schema.org's Event for search engines. https://developers.google.com/search/docs/appearance/structured-data/event */
export function structuredData(event: EventPublic, url: string): string {
  const data = {
    '@context': 'https://schema.org',
    '@type': 'Event',
    name: event.title,
    description: event.summary || undefined,
    startDate: event.startsAt,
    endDate: event.endsAt,
    eventStatus: `https://schema.org/${event.status === 'cancelled' ? 'EventCancelled' : 'EventScheduled'}`,
    eventAttendanceMode: `https://schema.org/${attendance[event.kind] ?? attendance.in_person}`,
    url,
    image: event.bannerUrl ? new URL(event.bannerUrl, url).href : undefined,
    location: placeOf(event, url),
    organizer: event.organizerName ? { '@type': 'Organization', name: event.organizerName } : undefined,
    offers: event.ticketTypes.map((type) => offerOf(type, url)),
  };
  // `</script>` in a title must not end the element.
  return JSON.stringify(data).replaceAll('<', '\\u003c');
}

const attendance: Record<string, string> = {
  in_person: 'OfflineEventAttendanceMode',
  online: 'OnlineEventAttendanceMode',
  hybrid: 'MixedEventAttendanceMode',
};

function placeOf(event: EventPublic, url: string) {
  if (event.kind === 'online') return { '@type': 'VirtualLocation', url: event.onlineUrl ?? url };
  const geo =
    event.latitude === null
      ? undefined
      : { '@type': 'GeoCoordinates', latitude: event.latitude, longitude: event.longitude };
  return { '@type': 'Place', name: event.venueName, address: event.venueAddress || event.city, geo };
}

function offerOf(type: EventPublic['ticketTypes'][number], url: string) {
  return {
    '@type': 'Offer',
    name: type.name,
    price: toDecimal(type.price),
    priceCurrency: type.price.currency,
    availability: `https://schema.org/${type.availability === 'available' ? 'InStock' : 'SoldOut'}`,
    validFrom: type.saleStartsAt ?? undefined,
    url,
  };
}
