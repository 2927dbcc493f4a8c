import { createHash, createHmac, timingSafeEqual } from 'node:crypto';
import type { Core, DeviceKey } from '../../deps.ts';

/**
 * `d1.{event}.{device}.{random}.{seal}`: opaque to the device. The seal keeps made-up events from making rooms; the
 * hash in the device's row decides whether the token is still valid.
 */
export function makeDeviceToken(deps: Pick<Core, 'seals' | 'ids'>, device: { id: string; eventId: string }): string {
  const random = Buffer.from(deps.ids.bytes(24)).toString('base64url');
  const body = `${compact(device.eventId)}.${compact(device.id)}.${random}`;
  return `d1.${body}.${sealOf(deps, body).toString('base64url')}`;
}

/** Null for a token that this deployment didn't make. */
export function readDeviceToken(deps: Pick<Core, 'seals'>, token: string): DeviceKey | null {
  const [, body, event, device, seal] = /^d1\.(([\w-]{22})\.([\w-]{22})\.[\w-]{32})\.([\w-]{22})$/.exec(token) ?? [];
  if (!body || !event || !device || !seal) return null;
  const given = Buffer.from(seal, 'base64url');
  const expected = sealOf(deps, body);
  if (given.length !== expected.length || !timingSafeEqual(given, expected)) return null;
  return { eventId: expand(event), deviceId: expand(device), tokenHash: hashOf(token).toString('base64') };
}

export const hashOf = (secret: string): Buffer => createHash('sha256').update(secret).digest();

const sealOf = ({ seals }: Pick<Core, 'seals'>, body: string) =>
  createHmac('sha256', seals.derive('device tokens')).update(body).digest().subarray(0, 16);

const compact = (uuid: string) => Buffer.from(uuid.replaceAll('-', ''), 'hex').toString('base64url');

function expand(compacted: string): string {
  const hex = Buffer.from(compacted, 'base64url').toString('hex');
  return [hex.slice(0, 8), hex.slice(8, 12), hex.slice(12, 16), hex.slice(16, 20), hex.slice(20)].join('-');
}
