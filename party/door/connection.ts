import { FromScanner } from '#contract/door/messages.ts';
import type { DoorParts } from './parts.ts';
import { type TakeTurn, scan } from './scan.ts';
import { closeConflict } from './conflict.ts';
import { override } from './override.ts';
import { snapshot } from './snapshot.ts';
import { type AtDoor, type DoorConnection, refuse, send, shutOut } from './socket.ts';
import { undo } from './undo.ts';

const LONGEST_MESSAGE = 4096;

export async function welcome(door: DoorParts, connection: DoorConnection): Promise<void> {
  const made = await snapshot(door, connection.state!);
  if (made.ok) return send(connection, made.message);
  refuse(connection, made.code);
  connection.close(1013, made.code);
}

/** Answers on the socket, whatever came; a message that means nothing changes nothing. */
export async function receive(
  door: DoorParts,
  takeTurn: TakeTurn,
  connection: DoorConnection,
  text: string | ArrayBuffer,
): Promise<void> {
  const message = readMessage(text);
  try {
    await answer(door, takeTurn, connection, message);
  } catch (error) {
    door.log.error('door message failed', { eventId: door.eventId, error: String(error) });
    refuse(connection, 'outcome_unknown', message?.type === 'scan' ? message.scan.scanId : undefined);
  }
}

async function answer(
  door: DoorParts,
  takeTurn: TakeTurn,
  connection: DoorConnection,
  message: FromScanner | null,
): Promise<void> {
  const scanner = connection.state;
  if (!message || !scanner) return refuse(connection, 'invalid_request');
  switch (message.type) {
    case 'snapshot':
      return welcome(door, connection);
    case 'status':
      return door.presence.heard(scanner, { waiting: message.waiting });
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
      return changeGate(door, connection, scanner, message.gateId);
    case 'scan': {
      if (!scanner.mayScan) return refuse(connection, 'forbidden', message.scan.scanId);
      const outcome = await scan(door, takeTurn, scanner, message.scan);
      if (outcome.ok) return send(connection, { type: 'verdict', verdict: outcome.verdict });
      refuse(connection, outcome.code, message.scan.scanId);
      return outcome.code === 'rehearsal_over' ? shutOut(connection, outcome.code) : undefined;
    }
    case 'undo': {
      if (!scanner.mayScan) return refuse(connection, 'forbidden', message.scanId);
      const outcome = await undo(door, scanner, message);
      return outcome.ok ? undefined : refuse(connection, outcome.code, message.scanId);
    }
  }
}

function changeGate(door: DoorParts, connection: DoorConnection, scanner: AtDoor, gateId: string | null): void {
  const isKnown = gateId === null || door.copy.facts()?.gates.some((gate) => gate.id === gateId);
  if (!isKnown || (scanner.gateIsFixed && gateId !== scanner.gateId)) return refuse(connection, 'gate_unknown');
  connection.setState({ ...scanner, gateId });
  door.presence.heard({ ...scanner, gateId });
}

function readMessage(text: string | ArrayBuffer): FromScanner | null {
  if (typeof text !== 'string' || text.length > LONGEST_MESSAGE) return null;
  try {
    return FromScanner.safeParse(JSON.parse(text)).data ?? null;
  } catch {
    return null;
  }
}
