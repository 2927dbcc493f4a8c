import { z } from 'zod';
import { composeDoorSocket } from '../../worker/compose/rooms.ts';
import type { Env } from '../../worker/env.ts';
import { type DoorPass, readDoorPass } from '../../worker/usecases/door/pass.ts';

/** Only this Worker can reach the room, so the room trusts this header. */
export const PASS_HEADER = 'x-door-pass';

/**
 * Handles `/parties/door/{eventId}?ticket=…`. Origin and ticket are checked before the room is addressed, so that no
 * request can create a room for an invented id. Returns 403 for another site's page and 401 for an invalid ticket.
 */
export async function handleDoorSocket(request: Request, env: Env, eventId: string): Promise<Response> {
  if (request.headers.get('Upgrade')?.toLowerCase() !== 'websocket')
    return new Response('Expected a WebSocket', { status: 426 });
  const deps = composeDoorSocket(env);
  const origin = request.headers.get('Origin');
  if (origin && origin !== new URL(deps.baseUrl).origin && origin !== new URL(request.url).origin)
    return new Response('wrong_origin', { status: 403 });
  const ticket = new URL(request.url).searchParams.get('ticket') ?? '';
  const isEvent = z.uuid().safeParse(eventId).success;
  const pass = isEvent ? await readDoorPass(deps, eventId, ticket) : null;
  if (!pass) return new Response('not_signed_in', { status: 401 });
  const headers = { Upgrade: 'websocket', [PASS_HEADER]: encode(pass) };
  const room = env.DOOR.get(env.DOOR.idFromName(eventId));
  return room.fetch(new Request(`https://door/${eventId}`, { headers }));
}

const encode = (pass: DoorPass) => Buffer.from(JSON.stringify(pass)).toString('base64url');

export function passOf(request: Request): DoorPass | null {
  const text = request.headers.get(PASS_HEADER);
  return text ? (JSON.parse(Buffer.from(text, 'base64url').toString()) as DoorPass) : null;
}
