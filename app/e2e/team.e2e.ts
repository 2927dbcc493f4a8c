import { expect, test } from 'vitest';
import { plainEvent } from '../../worker/testing/seed/factories.ts';
import { signIn } from './account.ts';
import { linkIn } from './mail.ts';
import { openSiteFixture } from './site-fixture.ts';
import { desk, type Visitor } from './visitor.ts';

const kim = { name: 'Kim Sørensen', email: 'kim@example.com', password: 'a lamp for the back door' };
let event: { id: string; title: string };
const fixture = openSiteFixture('team', async (site) => ({ event } = await site.makeEvent(plainEvent())));

async function openOffice(): Promise<Visitor> {
  const admin = await fixture.newVisitor({ viewport: desk });
  await admin.page.goto('/sign-in');
  await signIn(admin.page, fixture.site.admin);
  await admin.page.getByRole('heading', { name: 'Dashboard' }).waitFor();
  return admin;
}

test('an invited person reads who invited them and for which role, chooses a password and joins', async () => {
  const { page, shot } = await openOffice();
  await page.goto('/office/staff');
  await page.getByRole('button', { name: 'Invite' }).click();
  const dialog = page.getByRole('dialog');
  await dialog.getByLabel('Name').fill(kim.name);
  await dialog.getByLabel('Email').fill(kim.email);
  await shot('inviting');
  await dialog.getByRole('button', { name: 'Send invitation' }).click();
  await page.getByRole('link', { name: kim.name }).waitFor();

  const [admin] = await fixture.site.query<{ name: string }>('select name from users where email = $1', [
    fixture.site.admin.email,
  ]);
  const mail = await fixture.site.mailbox.waitFor(({ to }) => to.includes(kim.email));
  expect(mail.subject).toBe(`${admin!.name} invites you to the team`);
  expect(mail.text).toContain('Your role is door crew');

  const invited = await fixture.newVisitor();
  await invited.page.goto(linkIn(mail, /\/join#/));
  await invited.page.getByRole('heading', { name: 'Choose a password to join' }).waitFor();
  await invited.shot('join');
  await invited.page.getByLabel('Password').fill(kim.password);
  await invited.page.getByRole('button', { name: 'Join' }).click();
  await invited.page.getByRole('heading', { name: 'Welcome to the team' }).waitFor();
  expect(await invited.page.getByText('devices').count()).toBe(0);
  await invited.shot('joined');
  await invited.page.getByRole('main').getByRole('link', { name: 'Sign in' }).click();
  await signIn(invited.page, kim);
  await invited.page.getByRole('heading', { name: 'Scan tickets', level: 1 }).waitFor();
});

test('rows of the office are links that open in their own tab, and a click beside the link follows it', async () => {
  const { page, shot } = await openOffice();
  await page.goto('/office/events');
  const link = page.getByRole('table').getByRole('link', { name: event.title });
  const address = (await link.getAttribute('href'))!;
  const tab = await page.context().newPage();
  await tab.goto(address);
  await tab.getByRole('navigation', { name: 'Event sections' }).waitFor();
  await tab.close();
  await shot('events');
  await page.getByRole('table').getByText('0 / 100').click();
  await page.waitForURL(`/office/events/${event.id}`);
  expect(new URL(page.url()).pathname).toBe(address);

  await page.goto('/office/staff');
  await page.getByRole('table').getByRole('link', { name: fixture.site.admin.email }).click();
  await page.getByRole('dialog').waitFor();
  expect(new URL(page.url()).search).toMatch(/^\?person=/);
  await shot('member');
});

test('staff return from the live figures to the office', async () => {
  const { page, shot } = await openOffice();
  await page.goto(`/live/${event.id}`);
  await page.getByTestId('inside').waitFor();
  await shot('live');
  await page.getByRole('link', { name: 'Open the office' }).click();
  await page.waitForURL(`/office/events/${event.id}/door`);
});
