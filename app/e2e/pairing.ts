import type { Page } from 'playwright-core';
import { expect } from 'vitest';

interface Made {
  id: string;
  code: string;
  url: string;
}

/** Creates a pairing link with this page's account. */
export async function makeLink(
  page: Page,
  eventId: string,
  options: { gateId?: string; maySell?: boolean; maySupervise?: boolean } = {},
): Promise<Made> {
  const headers = { origin: new URL(page.url()).origin };
  const answer = await page.request.post(`/api/v1/events/${eventId}/devices`, { data: options, headers });
  expect(answer.status()).toBe(201);
  return answer.json() as Promise<Made>;
}

/** Opens the link as a new phone, and enters the volunteer's name. */
export async function pairByLink(page: Page, { code }: Pick<Made, 'code'>, name: string): Promise<void> {
  await page.goto(`/pair#${code}`);
  await page.getByLabel('Your first name').fill(name);
  await page.getByRole('button', { name: 'Start scanning' }).click();
  await page.getByTestId('inside').waitFor();
}
