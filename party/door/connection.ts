import { FromScanner } from '#contract/door/messages.ts';
import type { DoorParts } from './parts.ts';
import { scan } from './scan.ts';
import { closeConflict } from './conflict.ts';
import { override } from './override.ts';
import { snapshot } from './snapshot.ts';
import { type DoorConnection, refuse, send, refuseAndClose } from './socket.ts';
import { undo } from './undo.ts';

const LONGEST_MESSAGE = 4096;
/** The WebSocket close code of that name. */
const TRY_AGAIN_LATER = 1013;

/** Sends a snapshot. If there is none yet, refuses and closes, so that the client tries again later. */
export async function welcome(door: DoorParts, connection: DoorConnection): Promise<void> {
  const made = await snapshot(door, connection.state!);
  if (made.ok) return send(connection, made.message);
  refuse(connection, made.code);
  connection.close(TRY_AGAIN_LATER, made.code);
}

/** Handles a message of a socket. A message that can't be read is refused and changes nothing. */
export async function receive(door: DoorParts, connection: DoorConnection, text: string | ArrayBuffer): Promise<void> {
  const message = readMessage(text);
  try {
    await answer(door, connection, message);
  } catch (error) {
    door.log.error('door message failed', { doorId: door.doorId, error: String(error) });
    refuse(connection, 'outcome_unknown', message?.type === 'scan' ? message.scan.scanId : undefined);
  }
}

async function answer(door: DoorParts, connection: DoorConnection, message: FromScanner | null): Promise<void> {
  const scanner = connection.state;
  if (!message || !scanner) return refuse(connection, 'invalid_request');
  switch (message.type) {
    case 'snapshot':
      return welcome(door, connection);
    case 'status':
      return door.presence.record(scanner, { waiting: message.waiting });
    case 'override': {
      const outcome = await override(door, scanner, message);
      return outcome.ok
        ? send(connection, { type: 'verdict', verdict: outcome.verdict })
        : refuse(connection, outcome.code, message.scanId);
    }
    case 'close_conflict': {
      const outcome = await closeConflict(door, scanner, message.conflictId);
      return outcome.ok ? undefined : refuse(connection, outcome.code);
    }
    case 'gate':
      return changeGate(door, connection, message.gateId);
    case 'scan': {
      if (!scanner.mayScan) return refuse(connection, 'forbidden', message.scan.scanId);
      const outcome = await scan(door, scanner, message.scan);
      if (outcome.ok) return send(connection, { type: 'verdict', verdict: outcome.verdict });
      refuse(connection, outcome.code, message.scan.scanId);
      return outcome.code === 'rehearsal_over' ? refuseAndClose(connection, outcome.code) : undefined;
    }
    case 'undo': {
      if (!scanner.mayScan) return refuse(connection, 'forbidden', message.scanId);
      const outcome = await undo(door, scanner, message);
      return outcome.ok ? undefined : refuse(connection, outcome.code, message.scanId);
    }
  }
}

function changeGate(door: DoorParts, connection: DoorConnection, gateId: string | null): void {
  const scanner = connection.state!;
  const isKnown = gateId === null || door.copy.facts()?.gates.some((gate) => gate.id === gateId);
  if (!isKnown || (scanner.gateIsFixed && gateId !== scanner.gateId)) return refuse(connection, 'gate_unknown');
  const moved = { ...scanner, gateId };
  connection.setState(moved);
  door.presence.record(moved);
}

function readMessage(text: string | ArrayBuffer): FromScanner | null {
  if (typeof text !== 'string' || text.length > LONGEST_MESSAGE) return null;
  try {
    return FromScanner.safeParse(JSON.parse(text)).data ?? null;
  } catch {
    return null;
  }
}
