import { join, resolve } from 'node:path';
import { expect, test } from 'vitest';
import { type Unstable_Config, unstable_readConfig } from 'wrangler';
import { readWorkerShape } from './workerd-config.ts';

test('the Worker on a laptop has the date, the flags and the rooms that wrangler deploys', () => {
  const path = join(resolve(import.meta.dirname, '..'), 'wrangler.toml');
  const config: Unstable_Config = unstable_readConfig({ config: path });
  expect(readWorkerShape(path)).toEqual({
    compatibilityDate: config.compatibility_date,
    compatibilityFlags: config.compatibility_flags,
    rooms: config.durable_objects.bindings.map((room) => ({ binding: room.name, className: room.class_name })),
  });
});
