import { Hono } from 'hono';
import { z } from 'zod';
import * as contract from '#contract/door/device.ts';
import { Id } from '#contract/field.ts';
import type { Deps, DeviceRow, PairingRow } from '../../deps.ts';
import type { DevicePresence } from '#domain/door/door.ts';
import { changeDevice, revokeDevice } from '../../usecases/door/change-device.ts';
import { listDevices, presenceAt } from '../../usecases/door/list-devices.ts';
import { makePairing } from '../../usecases/door/make-pairing.ts';
import { pairDevice } from '../../usecases/door/pair-device.ts';
import { formatPairingCode, pairingCode } from '../../usecases/door/pairing-code.ts';
import { revokePairing } from '../../usecases/door/revoke-pairing.ts';
import type { AppEnv } from '../request/app-env.ts';
import { body, params } from '../request/body.ts';
import { clientOf } from '../request/client-of.ts';
import { describe, describeCreated } from '../request/describe.ts';
import { refuse } from '../request/refuse.ts';

const TAG = 'Door';
const EventParam = params(z.object({ id: Id }));
const DeviceParam = params(z.object({ deviceId: Id }));

/** Pairing links of an event, and the devices that were paired by them or opened by an account. */
export const eventDevices = new Hono<AppEnv>()
  .get(
    '/:id/devices',
    describe(TAG, 'List the pairing links and devices of an event', contract.DeviceList),
    EventParam,
    async (c) => {
      const listed = await listDevices(c.env, await c.var.caller(), c.req.valid('param').id);
      if (!listed.ok) return refuse(c, listed);
      return c.json({
        pairings: listed.pairings.map((pairing) => viewPairing(c.env, pairing)),
        devices: listed.devices.map((device) => viewDevice(device, listed.present)),
      });
    },
  )
  .post(
    '/:id/devices',
    describeCreated(TAG, 'Create a pairing link for a gate', contract.Pairing),
    EventParam,
    body(contract.NewPairing),
    async (c) => {
      const wanted = { eventId: c.req.valid('param').id, ...c.req.valid('json') };
      const made = await makePairing(c.env, await c.var.caller(), wanted);
      return made.ok ? c.json(viewPairing(c.env, made.pairing), 201) : refuse(c, made);
    },
  )
  .delete(
    '/:id/devices/pairings/:pairingId',
    describe(TAG, 'Revoke a pairing link; its devices stay', z.object({})),
    params(z.object({ id: Id, pairingId: Id })),
    async (c) => {
      const { id: eventId, pairingId } = c.req.valid('param');
      const revoked = await revokePairing(c.env, await c.var.caller(), { eventId, pairingId });
      return revoked.ok ? c.json({}) : refuse(c, revoked);
    },
  );

export const devices = new Hono<AppEnv>()
  .post(
    '/pair',
    describeCreated(TAG, 'Pair this device with a door', contract.PairedDevice),
    body(contract.PairDevice),
    async (c) => {
      const { pairingCode: code, name } = c.req.valid('json');
      const paired = await pairDevice(c.env, { code, name, client: clientOf(c) });
      if (!paired.ok) return refuse(c, paired);
      const { device, event, token } = paired;
      const { startsAt, endsAt } = event;
      const times = { startsAt: startsAt.toISOString(), endsAt: endsAt.toISOString() };
      return c.json({ device: viewDevice(device, []), event: { ...event, ...times }, token }, 201);
    },
  )
  .patch(
    '/:deviceId',
    describe(TAG, 'Rename a device, or send it to another gate', contract.Device),
    DeviceParam,
    body(contract.DeviceEdit),
    async (c) => {
      const wanted = { deviceId: c.req.valid('param').deviceId, edit: c.req.valid('json') };
      const changed = await changeDevice(c.env, await c.var.caller(), wanted);
      if (!changed.ok) return refuse(c, changed);
      return c.json(viewDevice(changed.device, await presenceAt(c.env, changed.device.eventId)));
    },
  )
  .delete('/:deviceId', describe(TAG, 'Remove a device from its door', z.object({})), DeviceParam, async (c) => {
    const revoked = await revokeDevice(c.env, await c.var.caller(), c.req.valid('param').deviceId);
    return revoked.ok ? c.json({}) : refuse(c, revoked);
  });

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
