import { z } from 'zod';
import { Id, Time, listOf, shownLine } from '../field.ts';

/** As typed: case, spaces and hyphens don't matter. */
export const PairingCode = z
  .string()
  .max(40)
  .transform((text) => text.replace(/[\s\u002d\u2010-\u2015]/g, '').toUpperCase())
  .pipe(z.string().regex(/^[A-Z0-9]{10}$/, { error: 'Ten letters and digits' }));

/** A link for any number of phones, until the event ends. */
export const NewPairing = z
  .object({ gateId: Id.optional(), maySell: z.boolean().default(false), maySupervise: z.boolean().default(false) })
  .meta({ id: 'NewPairing' });
export const Pairing = z
  .object({
    id: Id,
    gateId: Id.nullable(),
    gateName: z.string(),
    /** `ABCDE-FGHJK`, to be typed. */
    code: z.string(),
    /** Carries the code after `#`, which no server sees. */
    url: z.string(),
    maySell: z.boolean(),
    maySupervise: z.boolean(),
    deviceCount: z.int(),
    createdAt: Time,
    expiresAt: Time,
  })
  .meta({ id: 'Pairing' });
export type Pairing = z.infer<typeof Pairing>;

export const Device = z
  .object({
    id: Id,
    eventId: Id,
    name: z.string(),
    gateId: Id.nullable(),
    gateName: z.string(),
    /** A phone without an account; otherwise a browser with a signed-in account. */
    paired: z.boolean(),
    maySell: z.boolean(),
    maySupervise: z.boolean(),
    createdAt: Time,
    lastSeenAt: Time.nullable(),
    online: z.boolean(),
    /** Scans queued on the device when it last reported. */
    waiting: z.int(),
  })
  .meta({ id: 'Device' });
export type Device = z.infer<typeof Device>;
export const DeviceList = z
  .object({ pairings: z.array(Pairing), devices: listOf(Device).shape.items })
  .meta({ id: 'DeviceList' });

export const PairDevice = z.object({ pairingCode: PairingCode, name: shownLine(60) }).meta({ id: 'PairDevice' });
/** `token` is returned once; the device sends it as `Authorization: Bearer`. */
export const PairedDevice = z
  .object({
    device: Device,
    event: z.object({ id: Id, title: z.string(), timeZone: z.string(), startsAt: Time, endsAt: Time }),
    token: z.string(),
  })
  .meta({ id: 'PairedDevice' });
export type PairedDevice = z.infer<typeof PairedDevice>;
export const DeviceEdit = z
  .object({ name: shownLine(60).optional(), gateId: Id.nullable().optional() })
  .meta({ id: 'DeviceEdit' });

/** A device as the door's room sees it now. */
export const DeviceState = z
  .object({
    id: Id,
    name: z.string(),
    gateName: z.string(),
    online: z.boolean(),
    lastSeenAt: Time.nullable(),
    /** Scans queued on the device when it last reported. */
    waiting: z.int(),
  })
  .meta({ id: 'DeviceState' });
export type DeviceState = z.infer<typeof DeviceState>;
