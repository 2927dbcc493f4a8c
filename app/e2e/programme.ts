import { type EventPlan, plainEvent } from '../../worker/testing/seed/factories.ts';
import { signInOrganizer, type Organizer } from './organizer.ts';
import type { SiteFixture } from './site-fixture.ts';

export interface Announced {
  id: string;
  slug: string;
  /** Ids by name. */
  types: Record<string, string>;
}

type PlannedType = EventPlan['ticketTypes'][number];
interface Plan {
  size?: number;
  ticketTypes?: PlannedType[];
}

export interface Programme {
  /** An event of its own, so that no test sees another's bookings. */
  announce(changes?: Partial<EventPlan['draft']>, plan?: Plan): Promise<Announced>;
  coupon(event: Announced, fields: object): Promise<unknown>;
  ask(event: Announced, questions: object[]): Promise<unknown>;
  /** Further calls of the office, through its API. */
  call: Organizer['call'];
}

/** The organizer's events and questions. */
export function makeProgramme(fixture: SiteFixture): Programme {
  let made = 0;
  let organizer: Organizer | undefined;
  const call: Organizer['call'] = async (method, path, body) => {
    organizer ??= await signInOrganizer(fixture.site);
    return organizer.call(method, path, body);
  };
  return {
    async announce(changes = {}, { size = 100, ticketTypes } = {}) {
      const plan = plainEvent(ticketTypes ? { ticketTypes } : {}, size);
      const { event, ticketTypes: types } = await fixture.site.makeEvent({
        ...plan,
        draft: { ...plan.draft, slug: `evening-${++made}`, ...changes },
      });
      return { id: event.id, slug: event.slug, types: Object.fromEntries(types.map(({ name, id }) => [name, id])) };
    },
    coupon: (event, fields) => call('POST', `/events/${event.id}/coupons`, fields),
    async ask(event, questions) {
      const { version } = await call<{ version: number }>('GET', `/events/${event.id}/staff`);
      return call('PUT', `/events/${event.id}/questions`, { version, questions });
    },
    call,
  };
}

export const type = (name: string, priceMinor: number, changes: Partial<PlannedType> = {}): PlannedType => ({
  name,
  priceMinor,
  quotas: ['House'],
  ...changes,
});
