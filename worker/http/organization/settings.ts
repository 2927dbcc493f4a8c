import { Hono } from 'hono';
import { Settings, UpdateSettings } from '#contract/organization/settings.ts';
import { changeSettings } from '../../usecases/organization/change-settings.ts';
import { findSettings } from '../../usecases/organization/find-settings.ts';
import type { AppEnv } from '../request/app-env.ts';
import { body } from '../request/body.ts';
import { describe } from '../request/describe.ts';
import { refuse } from '../request/refuse.ts';

const TAG = 'Settings';

export const settings = new Hono<AppEnv>()
  .get('/', describe(TAG, 'The seller’s details on receipts, and the default tax rate', Settings), async (c) => {
    const found = await findSettings(c.env, await c.var.caller());
    return found.ok ? c.json(found.settings) : refuse(c, found);
  })
  .patch(
    '/',
    describe(TAG, 'Edit; `version` names the version that was edited. Issued receipts stay as they are', Settings),
    body(UpdateSettings),
    async (c) => {
      const changed = await changeSettings(c.env, await c.var.caller(), c.req.valid('json'));
      return changed.ok ? c.json(changed.settings) : refuse(c, changed);
    },
  );
