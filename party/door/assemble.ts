import { composeDoor } from '../../worker/compose/rooms.ts';
import { isRehearsal } from '#domain/door/rehearsal.ts';
import type { Env } from '../../worker/env.ts';
import { createAlarm } from './alarm.ts';
import { createFactsAnnouncer } from './announce-facts.ts';
import { type AnnouncerParts, createAnnouncer } from './announcer.ts';
import { notifyConflict } from './conflict.ts';
import { createCopy } from './copy.ts';
import type { Copy } from './copy-parts.ts';
import { countsOf } from './counts.ts';
import { createDelivery } from './delivery.ts';
import { type Ledger, openLedger } from './ledger.ts';
import type { DoorParts } from './parts.ts';
import { type Connections, createPresence } from './presence.ts';
import { createRehearsalSource } from './rehearsal-source.ts';
import { takeScanTurn } from './scan.ts';
import type { ScanCommand, ScanOutcome } from './scan-command.ts';
import { createSigningAhead } from './sign-ahead.ts';

const ALARM_MS = 10_000;

/** How scans are decided together. `recover`: a failed turn is bisected, so that one scan fails no others. */
interface ScanTurnRules {
  limit: number;
  run(commands: readonly ScanCommand[]): Promise<ScanOutcome[]>;
  recover(): 'bisect';
}

interface DoorRoom {
  ctx: DurableObjectState;
  env: Env;
  doorId: string;
  connections: Connections;
  /** Groups scans into turns by these rules. */
  createTurns(rules: ScanTurnRules): { submit(command: ScanCommand): Promise<ScanOutcome> };
}

/** Assembles the parts of a room from its storage and the Worker's settings. */
export function assembleDoor({ ctx, env, doorId, connections, createTurns }: DoorRoom) {
  const { source: postgres, seals, turnLimit, ...world } = composeDoor(env);
  const source = isRehearsal(doorId) ? createRehearsalSource(postgres, { ...world, seals }) : postgres;
  const ledger = openLedger(ctx.storage.sql);
  const transaction = transactionOf(ctx.storage, ledger);
  const announcer = createAnnouncer({
    listeners: () => ctx.getWebSockets().length,
    broadcast: createBroadcast(ctx, connections),
    counts: () => countsOf({ copy, ledger, clock: world.clock }),
    nextSeq() {
      ledger.keepNumber('seq', ledger.number('seq') + 1);
      return ledger.number('seq');
    },
  });
  const presence = createPresence({ ledger, announcer, connections, clock: world.clock, facts: () => copy.facts() });
  const copy: Copy = createCopy({
    doorId,
    ledger,
    source,
    ...world,
    transaction,
    onChange: () => announcer.announce([]),
    onConflict(facts, id) {
      notifyConflict({ ledger, announcer }, facts, id);
      delivery.soon();
    },
    onPulled() {
      signAhead();
      presence.refresh();
      announceFacts();
    },
  });
  const signAhead = createSigningAhead({ doorId, ...world, seals, ledger, source, facts: () => copy.facts() });
  const alarm = createAlarm(ctx.storage);
  const parts = { doorId, ...world, source, ledger, copy, announcer, presence, transaction };
  const delivery = createDelivery(parts, (ms) => alarm.setWithin(ms));
  const turns = createTurns({
    limit: turnLimit,
    async run(commands) {
      // Set before the commit that needs it: a crash leaves nothing undelivered for longer than this.
      await alarm.setWithin(ALARM_MS);
      return takeScanTurn(door, commands);
    },
    recover: () => 'bisect',
  });
  const door: DoorParts = {
    ...parts,
    durable: () => ctx.storage.sync(),
    takeTurn: (command) => turns.submit(command),
    deliverSoon: () => delivery.soon(),
  };
  const announceFacts = createFactsAnnouncer(door, connections);
  return { door, delivery, alarm };
}

function transactionOf(storage: DurableObjectStorage, ledger: Ledger): DoorParts['transaction'] {
  return (work) => {
    try {
      return storage.transactionSync(work);
    } catch (error) {
      ledger.forget();
      throw error;
    }
  };
}

function createBroadcast(ctx: DurableObjectState, connections: Connections): AnnouncerParts['broadcast'] {
  return (text, concerns) => {
    // Server.broadcast would read the attachment of every socket for every announcement.
    if (!concerns) return ctx.getWebSockets().forEach((socket) => sendText(socket, text));
    for (const connection of connections())
      if (connection.state && concerns(connection.state)) sendText(connection, text);
  };
}

function sendText(socket: Pick<WebSocket, 'send'>, text: string): void {
  try {
    socket.send(text);
  } catch {
    // The socket is gone; its client comes back and gets a snapshot.
  }
}
