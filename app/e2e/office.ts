import type { Locator, Page } from 'playwright-core';

export interface NewEvent {
  title: string;
  summary: string;
  venue: string;
  city: string;
  address: string;
}

/** From the office's first page to the draft's tickets. */
export async function createEvent(page: Page, event: NewEvent): Promise<string> {
  await page.getByRole('link', { name: 'New event' }).first().click();
  await page.getByLabel('Title').fill(event.title);
  await page.getByLabel('Summary').fill(event.summary);
  await page.getByLabel('Category').selectOption({ label: 'Music' });
  await page.getByLabel('Venue').fill(event.venue);
  await page.getByLabel('City').fill(event.city);
  await page.getByLabel('Address').fill(event.address);
  await page.getByRole('button', { name: 'Create draft' }).click();
  await page.waitForURL(/\/office\/events\/[0-9a-f-]{36}\/tickets$/);
  return /events\/([0-9a-f-]{36})/.exec(page.url())![1]!;
}

/** Adds a type; the first one creates the quota that they all share. */
export async function addTicketType(
  page: Page,
  type: { name: string; price?: string; doorNote?: string },
): Promise<void> {
  await page.getByRole('button', { name: 'Add a ticket type' }).first().click();
  const fields = page.getByRole('listitem').filter({ has: page.getByLabel('Note for the door') });
  await fields.getByLabel('Name', { exact: true }).fill(type.name);
  if (type.price) await fields.getByLabel('Price in EUR').fill(type.price);
  if (type.doorNote) await fields.getByLabel('Note for the door').fill(type.doorNote);
}

export async function setPlaces(page: Page, places: number): Promise<void> {
  await page.getByLabel('How many').fill(String(places));
}

export async function addGates(page: Page, names: string[]): Promise<void> {
  for (const [index, name] of names.entries()) {
    await page.getByRole('button', { name: 'Add a gate' }).click();
    await page.getByLabel('Gate', { exact: true }).nth(index).fill(name);
  }
  await save(page);
}

export async function save(page: Page): Promise<void> {
  const button = page.getByRole('button', { name: 'Save', exact: true });
  await button.click();
  await page.getByText('Saved.').first().waitFor();
  // The confirmation may be an earlier one: this save is done once the button is idle with nothing left to save.
  await button.and(page.locator('[aria-disabled]')).waitFor({ state: 'hidden' });
  await page.getByText('Not saved yet').waitFor({ state: 'hidden' });
}

/** Goes to a part of the event: Details, Tickets, Bookings, Door. */
export async function openTab(page: Page, name: string): Promise<void> {
  await page.getByRole('navigation', { name: 'Event sections' }).getByRole('link', { name }).click();
}

/** A figure of the dashboard or the door, by its label. */
export const figure = (page: Page, label: string): Locator => page.locator(`dt:text-is("${label}") + dd`);
