import { join } from 'node:path';
import { expect, test } from 'vitest';
import { temporaryFolder } from '../temporary-folder.ts';
import { portOfOpenPages } from './open-pages.ts';
import { booking, clientOf, start } from './testing.ts';

test('open payment pages say which port they lead to; once paid, they lead nowhere', async () => {
  const folder = temporaryFolder('stripe');
  const statePath = join(folder.path, 'stripe.json');
  expect(portOfOpenPages(statePath)).toBeUndefined();
  const standIn = await start({ statePath });
  const { id } = await clientOf(standIn).checkout.sessions.create(booking);
  await standIn.stop();
  const port = Number(new URL(standIn.url).port);
  expect(portOfOpenPages(statePath)).toBe(port);

  const again = await start({ statePath, port });
  again.pay(id);
  await again.stop();
  expect(portOfOpenPages(statePath)).toBeUndefined();
  folder.remove();
});
