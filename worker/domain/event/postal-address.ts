/** The address as people need it to get there: with the city, unless the address already contains it. */
export function postalAddress({ venueAddress, city }: { venueAddress: string; city: string }): string {
  const isNamed = venueAddress.toLowerCase().includes(city.trim().toLowerCase());
  return isNamed ? venueAddress : [venueAddress, city].filter(Boolean).join(', ');
}
