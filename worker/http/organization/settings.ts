import { Hono } from 'hono';
import { Settings, UpdateSettings } from '#contract/organization/settings.ts';
import { mayForSome, notAllowed } from '#domain/account/caller.ts';
import { changeSettings } from '../../usecases/organization/change-settings.ts';
import type { AppEnv } from '../request/app-env.ts';
import { body } from '../request/body.ts';
import { describe } from '../request/describe.ts';
import { actor } from '../request/actor.ts';
import { refuse } from '../request/refuse.ts';

const TAG = 'Settings';

export const settings = new Hono<AppEnv>()
  .get(
    '/',
    describe(TAG, 'The seller’s details on receipts, and what new ticket types begin with', Settings),
    async (c) => {
      const caller = await c.var.caller();
      // Nothing secret: whoever edits ticket types begins with its tax rate.
      if (!mayForSome(caller, 'EDIT_EVENT')) return refuse(c, notAllowed(caller));
      return c.json(await c.env.settings.find());
    },
  )
  .patch(
    '/',
    describe(
      TAG,
      'Edit; the version says what the edit was made on. Receipts that were issued stay as they are',
      Settings,
    ),
    body(UpdateSettings),
    async (c) => {
      const caller = await c.var.caller();
      const changed = await changeSettings(c.env, caller, c.req.valid('json'), actor(caller));
      return changed.ok ? c.json(changed.settings) : refuse(c, changed);
    },
  );
