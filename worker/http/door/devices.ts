import { Hono } from 'hono';
import { z } from 'zod';
import * as contract from '#contract/door/device.ts';
import { Id } from '#contract/field.ts';
import type { Deps, DeviceRow, PairingRow } from '../../deps.ts';
import type { DevicePresence } from '#domain/door/door.ts';
import { may, notAllowed } from '#domain/account/caller.ts';
import { changeDevice, revokeDevice } from '../../usecases/door/change-device.ts';
import { makePairing } from '../../usecases/door/make-pairing.ts';
import { pairDevice } from '../../usecases/door/pair-device.ts';
import { formatPairingCode, pairingCode } from '../../usecases/door/pairing-code.ts';
import type { AppEnv } from '../request/app-env.ts';
import { body, params } from '../request/body.ts';
import { describe } from '../request/describe.ts';
import { pairingsTooOften } from '../request/rate-limit.ts';
import { refuse } from '../request/refuse.ts';

const TAG = 'Door';
const EventParam = params(z.object({ id: Id }));
const DeviceParam = params(z.object({ deviceId: Id }));

/** What works at an event's door: pairing links, and the devices that came by them or by an account. */
export const eventDevices = new Hono<AppEnv>()
  .get(
    '/:id/devices',
    describe(TAG, 'Pairing links and devices of an event', contract.DeviceList),
    EventParam,
    async (c) => {
      const { id } = c.req.valid('param');
      const caller = await c.var.caller();
      if (!may(caller, 'EDIT_EVENT', id)) return refuse(c, notAllowed(caller));
      const found = await c.env.devices.list(id);
      if (!found) return refuse(c, { code: 'not_found' });
      const present = await presenceAt(c.env, id);
      return c.json({
        pairings: found.pairings.map((pairing) => viewPairing(c.env, pairing)),
        devices: found.devices.map((device) => viewDevice(device, present)),
      });
    },
  )
  .post(
    '/:id/devices',
    describe(TAG, 'Make a pairing link for a gate', contract.Pairing, 201),
    EventParam,
    body(contract.NewPairing),
    async (c) => {
      const made = await makePairing(c.env, await c.var.caller(), c.req.valid('param').id, c.req.valid('json'));
      return made.ok ? c.json(viewPairing(c.env, made.pairing), 201) : refuse(c, made);
    },
  )
  .delete(
    '/:id/devices/pairings/:pairingId',
    describe(TAG, 'Withdraw a pairing link; its devices stay', z.object({})),
    params(z.object({ id: Id, pairingId: Id })),
    async (c) => {
      const { id, pairingId } = c.req.valid('param');
      const caller = await c.var.caller();
      if (caller.kind !== 'user' || !may(caller, 'EDIT_EVENT', id)) return refuse(c, notAllowed(caller));
      const by = { userId: caller.user.id, name: caller.user.name };
      const revoked = await c.env.devices.revokePairing(id, pairingId, by);
      return revoked.ok ? c.json({}) : refuse(c, revoked);
    },
  );

export const devices = new Hono<AppEnv>()
  .post(
    '/pair',
    describe(TAG, 'Become a device of a door', contract.PairedDevice, 201),
    body(contract.PairDevice),
    async (c) => {
      const refused = await pairingsTooOften(c);
      if (refused) return refuse(c, refused);
      const { pairingCode: code, name } = c.req.valid('json');
      const paired = await pairDevice(c.env, code, name);
      if (!paired.ok) return refuse(c, paired);
      const { device, event, token } = paired;
      const { startsAt, endsAt } = event;
      const times = { startsAt: startsAt.toISOString(), endsAt: endsAt.toISOString() };
      return c.json({ device: viewDevice(device, []), event: { ...event, ...times }, token }, 201);
    },
  )
  .patch(
    '/:deviceId',
    describe(TAG, 'Name a device, or send it to another gate', contract.Device),
    DeviceParam,
    body(contract.DeviceEdit),
    async (c) => {
      const { deviceId } = c.req.valid('param');
      const changed = await changeDevice(c.env, await c.var.caller(), deviceId, c.req.valid('json'));
      if (!changed.ok) return refuse(c, changed);
      return c.json(viewDevice(changed.device, await presenceAt(c.env, changed.device.eventId)));
    },
  )
  .delete('/:deviceId', describe(TAG, 'Remove a device from its door', z.object({})), DeviceParam, async (c) => {
    const revoked = await revokeDevice(c.env, await c.var.caller(), c.req.valid('param').deviceId);
    return revoked.ok ? c.json({}) : refuse(c, revoked);
  });

/** Nobody is online as far as we know while the room is away. */
async function presenceAt({ rooms, log }: Deps, eventId: string): Promise<DevicePresence[]> {
  try {
    return await rooms.door(eventId).devices();
  } catch (error) {
    log.warn('door did not say who is there', { eventId, error: String(error) });
    return [];
  }
}

function viewPairing(
  deps: Deps,
  { eventId: _, isRevoked: __, createdAt, expiresAt, ...pairing }: PairingRow,
): contract.Pairing {
  const code = formatPairingCode(pairingCode(deps, pairing.id));
  const times = { createdAt: createdAt.toISOString(), expiresAt: expiresAt.toISOString() };
  return { ...pairing, ...times, code, url: `${deps.baseUrl}/pair#${code}` };
}

function viewDevice(
  { isRevoked: _, createdAt, lastSeenAt, ...device }: DeviceRow,
  present: DevicePresence[],
): contract.Device {
  const seen = present.find(({ id }) => id === device.id);
  const last = seen?.lastSeenAt ?? lastSeenAt?.toISOString() ?? null;
  const { online, waiting } = seen ?? { online: false, waiting: 0 };
  return { ...device, createdAt: createdAt.toISOString(), lastSeenAt: last, online, waiting };
}
