import { expect, test } from 'vitest';
import { rehearsalOf } from '#domain/door/rehearsal.ts';
import { plainEvent } from '../../worker/testing/seed/factories.ts';
import { signIn } from './account.ts';
import { makeLink, pairByLink } from './pairing.ts';
import { openSiteFixture } from './site-fixture.ts';
import * as scanner from './scanner.ts';
import { look } from './screens.ts';
import { desk } from './visitor.ts';

const fixture = openSiteFixture('rehearsal');

test('staff start a rehearsal, a paired phone practises on printed tickets, and the end sends it back to the real door', async () => {
  const { site, newVisitor } = fixture;
  const { event } = await site.makeEvent(plainEvent());
  const office = await newVisitor({ viewport: desk });
  await office.page.goto('/sign-in');
  await signIn(office.page, site.admin);
  await office.page.getByRole('heading', { name: 'Dashboard' }).waitFor();
  const link = await makeLink(office.page, event.id);
  const ada = await newVisitor();
  await pairByLink(ada.page, link, 'Ada');
  await ada.page.getByTestId('gate-choice').getByRole('button', { name: 'Side door', exact: true }).click();

  await office.page.goto(`/office/events/${event.id}/door`);
  await office.page.getByText('No rehearsal running.').waitFor();
  await office.page.getByRole('button', { name: 'Start a rehearsal' }).click();
  await office.page.getByText('Scanners show a button to practise').waitFor();
  await office.page.getByTestId('rehearsal-panel').scrollIntoViewIfNeeded();
  await office.shot('panel');

  // The connected phone is told.
  await ada.page.getByText('Rehearsal running').waitFor();
  await ada.shot('offered');
  await ada.page.getByRole('link', { name: 'Practise' }).click();
  await ada.page.waitForURL(`**/gate/${rehearsalOf(event.id)}`);
  await ada.page.getByTestId('inside').waitFor();

  await office.page.getByRole('link', { name: 'Practice tickets' }).click();
  await office.page.getByTestId('practice-tickets').getByRole('img').first().waitFor();
  await look(office, 'tickets');
  const answer = await office.page.request.get(`/api/v1/events/${event.id}/rehearsal`);
  const { tickets } = (await answer.json()) as { tickets: { code: string; expect: string }[] };
  for (const { code, expect: expected } of tickets) {
    await scanner.typeCode(ada.page, code);
    const shown = await scanner.verdict(ada.page);
    expect([shown.result, shown.text.split('\n')[0]]).toEqual([expected, 'Rehearsal']);
    if (expected === 'revoked') await ada.shot('refused');
    await ada.page.keyboard.press('Escape');
    await scanner.verdictGone(ada.page);
  }
  await scanner.typeCode(ada.page, tickets[0]!.code);
  expect((await scanner.verdict(ada.page)).result).toBe('already_in');
  await scanner.touch(ada.page);
  await look(ada, 'practising');
  expect(await site.query('select 1 from scans where event_id = $1', [event.id])).toEqual([]);

  await office.page.goto(`/live/${rehearsalOf(event.id)}`);
  await office.page.getByText('Practice tickets only.').waitFor();
  await office.page.getByText('Marie Curie').first().waitFor();
  await look(office, 'live');

  await office.page.goto(`/office/events/${event.id}/door`);
  await office.page.getByRole('button', { name: 'End the rehearsal' }).click();
  await office.page.getByRole('dialog').getByRole('button', { name: 'End the rehearsal' }).click();
  await ada.page.getByRole('heading', { name: 'The rehearsal has ended' }).waitFor();
  await look(ada, 'over');
  await ada.page.getByRole('link', { name: 'Leave rehearsal' }).click();
  await ada.page.waitForURL(`**/gate/${event.id}`);
  await ada.page.getByTestId('inside').waitFor();
  await expect.poll(() => ada.page.getByTestId('rehearsal').count()).toBe(0);
  expect(await ada.page.getByTestId('inside').innerText()).toBe('0');
});
