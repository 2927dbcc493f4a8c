import { join, resolve } from 'node:path';
import { afterAll, beforeAll, expect, inject, test } from 'vitest';
import { openApiClient } from '../worker/testing/api-client.ts';
import { createEventOnSale } from '../worker/testing/event-on-sale.ts';
import { bindingsOf } from './bindings.ts';
import { blockPorts } from './blocked-ports.ts';
import { createDatabase, dropDatabase } from './create-database.ts';
import { freePort } from './free-port.ts';
import { generatedSecrets } from './generated-secrets.ts';
import { type StandIns, startStandIns } from './stand-ins.ts';
import { summarize } from './summary.ts';
import { temporaryFolder } from './temporary-folder.ts';
import { UndoList } from './undo.ts';
import { readVariables, type Variables } from './variables.ts';
import { startWorkerd } from './workerd.ts';

const undo = new UndoList();
let standIns: StandIns;
let variables: Variables;
let databaseUrl: string;
let site: string;

beforeAll(async () => {
  const adminUrl = inject('postgresAdminUrl');
  const folder = temporaryFolder('stand-ins');
  undo.add(() => folder.remove());
  const blocked = await blockPorts([1080, 1025, 12_111]);
  undo.add(() => blocked.release());
  databaseUrl = await createDatabase(adminUrl, { migrated: true });
  undo.add(() => dropDatabase(adminUrl, databaseUrl));
  const secrets = generatedSecrets(folder.path);
  variables = readVariables({ PORT: String(await freePort()) }, secrets);
  standIns = await startStandIns({ folder: folder.path, variables, secrets, undo, progress: () => {} });
  const worker = await startWorkerd({
    bundleDir: resolve(import.meta.dirname, '../.build/worker'),
    storageDir: join(folder.path, 'rooms'),
    port: variables.port,
    bindings: bindingsOf(variables, { databaseUrl, ...standIns }),
  });
  undo.add(() => worker.stop());
  site = worker.url;
});
afterAll(() => undo.run());

test('with every usual port taken, a booking is paid and its tickets arrive, all through the addresses in the summary', async () => {
  const summary = summarize(variables, { site, databaseUrl, ...standIns }, false);
  const stripeUrl = /Payment +(\S+)/.exec(summary)![1]!;
  expect(stripeUrl).not.toBe('http://127.0.0.1:12111');
  for (const port of [1080, 1025, 12_111]) expect(summary).toContain(`Port ${port} was taken: `);

  const api = openApiClient(site);
  const { eventId, typeIds } = await createEventOnSale(databaseUrl, {
    secret: variables.secret,
    types: [{ priceMinor: 2500, name: 'Standing' }],
  });
  const order = { eventId, items: [{ ticketTypeId: typeIds[0], quantity: 1 }] };
  const buyer = { name: 'Ada Lovelace', email: 'ada@example.com' };
  const booked = await api('POST', '/bookings/create', { body: { ...order, buyer } });
  const bearer = booked.json.accessToken as string;
  const begun = await api('POST', '/payments/create', { bearer, body: { bookingId: booked.json.booking.id } });
  const page = begun.json.payment.checkoutUrl as string;
  expect(page.startsWith(`${stripeUrl}/c/pay/`)).toBe(true);
  expect((await fetch(page)).status).toBe(200);

  standIns.stripe!.pay(page.split('/').at(-1)!);
  const mail = await standIns.mailbox!.waitFor(
    ({ to, html }) => to.includes(buyer.email) && html.includes('src="cid:'),
  );
  expect(mail.html).toContain(`href="${site}/bookings/`);
  const caught = await fetch(`${/Mail +(\S+)/.exec(summary)![1]}/api/email`);
  expect(await caught.text()).toContain(buyer.email);
});
