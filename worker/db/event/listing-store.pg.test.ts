import { afterAll, beforeAll, expect, inject, test } from 'vitest';
import { createDatabase, dropDatabase } from '../../../dev/create-database.ts';
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
