import type { Page } from 'playwright-core';

/** Steps up until each type's number is there; a page that has just come may not listen yet. */
export async function choose(page: Page, tickets: Record<string, number>): Promise<void> {
  for (const [name, quantity] of Object.entries(tickets)) {
    const chosen = page.getByRole('group', { name: `${name}: how many` }).getByRole('status');
    while (Number(await chosen.innerText()) < quantity) {
      const next = Number(await chosen.innerText()) + 1;
      await page.getByRole('button', { name: `One more: ${name}` }).click();
      await chosen
        .getByText(String(next), { exact: true })
        .waitFor({ timeout: 1000 })
        .catch(() => {});
    }
  }
}

/** On a phone the bar at the bottom leads on, on a wide screen the card. */
export async function goOn(page: Page): Promise<void> {
  await page.getByRole('link', { name: 'Continue' }).locator('visible=true').last().click();
  await page.getByRole('heading', { name: 'Your booking' }).waitFor();
}

export async function fillBuyer(page: Page, { name, email }: { name: string; email: string }): Promise<void> {
  await page.getByLabel('Name').fill(name);
  await page.getByLabel('E-mail').fill(email);
}

/** On the provider's page. */
export async function payBy(page: Page, card: 'ok' | 'declined'): Promise<void> {
  await page.getByTestId(`fill-${card}`).click();
  await page.getByTestId('pay').click();
}

export const toPayment = (page: Page) => page.getByTestId('card-number').waitFor();

/** From an event's page to the form, with these tickets. */
export async function order(page: Page, slug: string, tickets: Record<string, number>): Promise<void> {
  await page.goto(`/events/${slug}`);
  await choose(page, tickets);
  await goOn(page);
}

export const bookingIdIn = (url: string): string => /bookings\/([0-9a-f-]{36})/.exec(url)![1]!;
