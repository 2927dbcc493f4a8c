import type { Connection } from 'partyserver';
import type { FromDoor } from '#contract/door/messages.ts';
import type { Scanner } from '#domain/account/scanner.ts';
import type { ErrorCode } from '#domain/refusal.ts';

/** The state that a socket keeps through hibernation: the scanner at its other end, and since when. */
export type AtDoor = Scanner & { openedAt: number };
export type DoorConnection = Connection<AtDoor>;

/** "Policy violation": the client asks for a new ticket, and the API says what it can do. */
const NO_LONGER_ALLOWED = 1008;

/** Refuses and closes a socket whose scanner has lost its rights. */
export function refuseAndClose(connection: DoorConnection, why: ErrorCode = 'forbidden'): void {
  // Messages that arrive before the other end has closed as well count for no scanner.
  connection.setState(null);
  refuse(connection, why);
  connection.close(NO_LONGER_ALLOWED, why);
}

export const refuse = (connection: DoorConnection, code: ErrorCode, scanId?: string) =>
  send(connection, { type: 'refused', code, message: code, ...(scanId ? { scanId } : {}) });

export function send(connection: DoorConnection, message: FromDoor): void {
  try {
    connection.send(JSON.stringify(message));
  } catch {
    // The scanner is gone; it asks again with the same scanId.
  }
}
