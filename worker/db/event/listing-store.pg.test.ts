import { afterAll, beforeAll, expect, inject, test } from 'vitest';
import { createDatabase, dropDatabase } from '../../../dev/create-database.ts';
import { createEventOnSale } from '../../testing/event-on-sale.ts';
import { makeEvent, plainEvent } from '../../testing/seed/factories.ts';
import { openWorkshop, type Workshop } from '../../testing/seed/workshop.ts';
import { createListingStore } from './listing-store.ts';

const adminUrl = inject('postgresAdminUrl');
let databaseUrl: string;
let workshop: Workshop;

beforeAll(async () => {
  databaseUrl = await createDatabase(adminUrl, { migrated: true });
  workshop = openWorkshop({ databaseUrl, secret: 'a secret of this test' });
  for (const [number, city] of ['Malmö', 'São Paulo', 'Saint-Étienne', '東京', ''].entries()) {
    const plan = plainEvent();
    const draft = { ...plan.draft, slug: `night-${number}`, title: `Night in ${city || 'the woods'}`, city };
    await makeEvent(workshop, { ...plan, draft }, { userId: null, name: 'Test' });
  }
});
afterAll(async () => {
  await workshop?.close();
  await dropDatabase(adminUrl, databaseUrl);
});

async function citiesLike(city: string): Promise<string[]> {
  const store = createListingStore(() => workshop.db);
  const found = await store.listPublic({ city, sort: 'soonest', past: false, limit: 10, cursor: null });
  return found.map(({ event }) => event.city);
}

test('a part of a city’s name finds it, whatever the case and the accents', async () => {
  for (const [typed, city] of [
    ['Malmö', 'Malmö'],
    ['malmo', 'Malmö'],
    ['MAL', 'Malmö'],
    ['paulo', 'São Paulo'],
    ['sao p', 'São Paulo'],
    ['etienne', 'Saint-Étienne'],
    ['東', '東京'],
  ] as const)
    expect([typed, await citiesLike(typed)]).toEqual([typed, [city]]);
  expect(await citiesLike('Berlin')).toEqual([]);
  // Pattern characters match literally.
  for (const typed of ['%', '_', '\\', "'"]) expect([typed, await citiesLike(typed)]).toEqual([typed, []]);
});

test('the public sees only published events, upcoming ones apart from past ones', async () => {
  const hoursFromNow = (hours: number) => new Date(Date.now() + hours * 3_600_000);
  const make = async (status: 'draft' | 'published' | 'cancelled', event: Record<string, unknown> = {}) => {
    const named = { organizer_name: 'listed', category: 'listed-here', ...event };
    return (await createEventOnSale(databaseUrl, { status, event: named })).eventId;
  };
  const past = { starts_at: hoursFromNow(-9), ends_at: hoursFromNow(-3) };
  const published = await make('published');
  const ended = await make('published', past);
  const hidden = [
    await make('draft'),
    await make('draft', past),
    await make('cancelled'),
    await make('cancelled', past),
    await make('published', { status: 'archived' }),
    await make('published', { status: 'archived', ...past }),
  ];
  const store = createListingStore(() => workshop.db);
  const listed = async (isPast: boolean) => {
    const wanted = { category: 'listed-here', sort: 'soonest', past: isPast, limit: 50, cursor: null } as const;
    return (await store.listPublic(wanted)).map(({ event }) => event.id);
  };
  expect(await listed(false)).toEqual([published]);
  expect(await listed(true)).toEqual([ended]);

  const all = [published, ended, ...hidden];
  const atDoors = (await store.listForDoor(all)).map(({ id }) => id);
  expect(atDoors.toSorted()).toEqual([published, ended].toSorted());
  expect((await store.listForDoor([ended, hidden[0]!])).map(({ id }) => id)).toEqual([ended]);
  expect(await store.listForDoor([])).toEqual([]);
});

test('staff see drafts too, and only their own events if they are limited to some', async () => {
  const draft = await createEventOnSale(databaseUrl, { status: 'draft' });
  const other = await createEventOnSale(databaseUrl, { status: 'draft' });
  const store = createListingStore(() => workshop.db);
  const listed = async (eventIds: string[] | null) => {
    const wanted = { status: 'draft', upcoming: true, eventIds, limit: 50, cursor: null } as const;
    return (await store.listForStaff(wanted)).map(({ event }) => event.id);
  };
  expect(await listed([draft.eventId])).toEqual([draft.eventId]);
  expect(await listed([])).toEqual([]);
  expect(await listed(null)).toEqual(expect.arrayContaining([draft.eventId, other.eventId]));
});
