import type { Core } from '../../deps.ts';
import type { Scanner } from '#domain/account/scanner.ts';

/** Opens one WebSocket at one door, once, within half a minute. */
export interface DoorPass {
  /** The room remembers it until it expires, so that it can't be used twice. */
  id: string;
  eventId: string;
  expiresAt: number;
  scanner: Scanner;
}

const PURPOSE = 'door ticket';
const LIFETIME_MS = 30_000;

export async function issueDoorPass(
  deps: Pick<Core, 'seals' | 'ids' | 'clock'>,
  eventId: string,
  scanner: Scanner,
): Promise<string> {
  const pass: DoorPass = { id: deps.ids.uuid(), eventId, expiresAt: deps.clock.now().getTime() + LIFETIME_MS, scanner };
  const sealed = await deps.seals.seal(new TextEncoder().encode(JSON.stringify(pass)), PURPOSE);
  return Buffer.from(sealed).toString('base64url');
}

/** Null for a text that wasn't issued for this event in the last half minute. */
export async function readDoorPass(
  deps: Pick<Core, 'seals' | 'clock'>,
  eventId: string,
  text: string,
): Promise<DoorPass | null> {
  if (text.length > 4096) return null;
  try {
    const opened = await deps.seals.open(new Uint8Array(Buffer.from(text, 'base64url')), PURPOSE);
    const pass = JSON.parse(new TextDecoder().decode(opened)) as DoorPass;
    return pass.eventId === eventId && pass.expiresAt > deps.clock.now().getTime() ? pass : null;
  } catch {
    return null;
  }
}
