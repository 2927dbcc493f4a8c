import type { Page } from 'playwright-core';
import { heading, press } from './page.ts';

export const lena = { name: 'Lena Ångström', email: 'lena@example.com' };

/** Clicks up to each type's number; a page that has just loaded may not respond yet. */
export async function choose(page: Page, tickets: Record<string, number>): Promise<void> {
  for (const [name, quantity] of Object.entries(tickets)) {
    const chosen = page.getByRole('group', { name: `Quantity, ${name}` }).getByRole('status');
    while (Number(await chosen.innerText()) < quantity) {
      const next = Number(await chosen.innerText()) + 1;
      await page.getByRole('button', { name: `Add one ${name}` }).click();
      await chosen
        .getByText(String(next), { exact: true })
        .waitFor({ timeout: 1000 })
        .catch(() => {});
    }
  }
}

/** On a phone the bar at the bottom continues, on a wide screen the card. */
export async function goOn(page: Page): Promise<void> {
  await page.getByRole('link', { name: 'Continue' }).locator('visible=true').last().click();
  await page.getByRole('heading', { name: 'Your booking' }).waitFor();
}

export async function fillBuyer(page: Page, { name, email }: { name: string; email: string }): Promise<void> {
  await page.getByLabel('Name').fill(name);
  await page.getByLabel('Email').fill(email);
}

/** On the provider's page. */
export async function payBy(page: Page, card: 'ok' | 'declined'): Promise<void> {
  await page.getByTestId(`fill-${card}`).click();
  await page.getByTestId('pay').click();
}

export const toPayment = (page: Page) => page.getByTestId('card-number').waitFor();

/** From an event page to the form, with these tickets. */
export async function order(page: Page, slug: string, tickets: Record<string, number>): Promise<void> {
  await page.goto(`/events/${slug}`);
  await choose(page, tickets);
  await goOn(page);
}

export const bookingIdIn = (url: string): string => /bookings\/([0-9a-f-]{36})/.exec(url)![1]!;

/** Books a free order and sees the tickets. */
export async function bookFree(
  page: Page,
  slug: string,
  { tickets = { Free: 1 } as Record<string, number>, buyer = lena } = {},
) {
  await order(page, slug, tickets);
  await fillBuyer(page, buyer);
  await press(page, 'Confirm booking');
  await heading(page, 'You’re in');
}

/** Pays and sees the tickets. */
export async function bookPaid(page: Page, slug: string, tickets: Record<string, number> = { Full: 1 }) {
  await order(page, slug, tickets);
  await fillBuyer(page, lena);
  await press(page, 'Continue to payment');
  await toPayment(page);
  await payBy(page, 'ok');
  await heading(page, 'You’re in');
}
