import pg from 'pg';
import { v7 } from 'uuid';
import type { ApiClient } from './api-client.ts';
import { type DoorEventOptions, createDoorEvent } from './door-event.ts';

export interface SellingDoor {
  eventId: string;
  types: Record<string, string>;
  gates: Record<string, string>;
}

/** A door whose tickets (EUR 25 each) can be booked and paid there; all types share so many places. */
export async function createSellingDoor(
  databaseUrl: string,
  secret: string,
  { places = 100, ...options }: DoorEventOptions & { places?: number } = {},
): Promise<SellingDoor> {
  const { id, types, gates } = await createDoorEvent(databaseUrl, secret, { tickets: { General: 0 }, ...options });
  const client = new pg.Client({ connectionString: databaseUrl });
  await client.connect();
  try {
    const quotaId = v7();
    await client.query(`update events set at_door_payment = true where id = $1`, [id]);
    await client.query(`insert into quotas (id, event_id, name, size) values ($1, $2, 'House', $3)`, [
      quotaId,
      id,
      places,
    ]);
    for (const typeId of Object.values(types))
      await client.query(`insert into ticket_type_quotas (ticket_type_id, quota_id) values ($1, $2)`, [
        typeId,
        quotaId,
      ]);
  } finally {
    await client.end();
  }
  return { eventId: id, types, gates };
}

/** Pairs a phone by a link from a staff account; returns its token. */
export async function pairPhone(
  { api, cookie }: { api: ApiClient; cookie: string },
  eventId: string,
  rights: { maySell?: boolean; maySupervise?: boolean; name?: string; gateId?: string } = {},
): Promise<{ token: string; deviceId: string }> {
  const { name = 'Ada', ...link } = rights;
  const made = await api('POST', `/events/${eventId}/devices`, { cookie, body: link });
  const paired = await api('POST', '/devices/pair', { body: { pairingCode: made.json.code, name } });
  if (paired.status !== 201) throw new Error(`${made.text} ${paired.text}`);
  return { token: paired.json.token, deviceId: paired.json.device.id };
}
