import { composeDoor } from '../../worker/compose/rooms.ts';
import { isRehearsal } from '#domain/door/rehearsal.ts';
import type { Env } from '../../worker/env.ts';
import { createAlarm } from './alarm.ts';
import { type Announcer, createAnnouncer } from './announcer.ts';
import { createCopy } from './copy.ts';
import type { Copy } from './copy-parts.ts';
import { countsOf } from './counts.ts';
import { createDelivery } from './delivery.ts';
import { type Ledger, openLedger } from './ledger.ts';
import type { DoorParts } from './parts.ts';
import { type Connections, createPresence } from './presence.ts';
import { rehearse } from './rehearse.ts';
import { takeScanTurn } from './scan.ts';
import type { ScanCommand } from './scan-command.ts';
import { createSigningAhead } from './sign-ahead.ts';
import { createFactsTeller } from './tell-facts.ts';

const ALARM_MS = 10_000;

/** The parts of one event's room, put together from its storage and the Worker's settings. */
export function assembleDoor(ctx: DurableObjectState, env: Env, eventId: string, connections: Connections) {
  const { source: postgres, seals, turnLimit, ...world } = composeDoor(env);
  const source = isRehearsal(eventId) ? rehearse(postgres, { ...world, seals }) : postgres;
  const ledger = openLedger(ctx.storage.sql);
  const transaction = transactionOf(ctx.storage, ledger);
  const announcer = announcerOf(ctx, ledger, connections, () => countsOf({ copy, ledger, clock: world.clock }));
  const presence = createPresence({ ledger, announcer, connections, clock: world.clock, facts: () => copy.facts() });
  const copy: Copy = createCopy({
    eventId,
    ledger,
    source,
    log: world.log,
    transaction,
    onChange: () => announcer.announce([]),
    onPulled() {
      signAhead();
      presence.lookAgain();
      tellFacts();
    },
  });
  const signAhead = createSigningAhead({ eventId, ...world, seals, ledger, source, facts: () => copy.facts() });
  const parts = {
    eventId,
    ...world,
    source,
    ledger,
    copy,
    announcer,
    presence,
    transaction,
    durable: () => ctx.storage.sync(),
  };
  const alarm = createAlarm(ctx.storage);
  const delivery = createDelivery(parts, (ms) => alarm.within(ms));
  const door: DoorParts = { ...parts, deliverSoon: () => delivery.soon() };
  const tellFacts = createFactsTeller(door, connections, copy.facts());
  const turnRules = {
    limit: turnLimit,
    async run(commands: readonly ScanCommand[]) {
      // Set before the commit that needs it: a crash leaves nothing undelivered for longer than this.
      await alarm.within(ALARM_MS);
      return takeScanTurn(door, commands);
    },
    blame: () => 'somebody' as const,
  };
  return { door, delivery, alarm, turnRules };
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

function announcerOf(
  ctx: DurableObjectState,
  ledger: Ledger,
  connections: Connections,
  counts: () => ReturnType<typeof countsOf>,
): Announcer {
  return createAnnouncer({
    listeners: () => ctx.getWebSockets().length,
    // Not Server.broadcast, which reads every socket's attachment for every word.
    broadcast(text, concerns) {
      if (!concerns) return ctx.getWebSockets().forEach((socket) => sendText(socket, text));
      for (const connection of connections())
        if (connection.state && concerns(connection.state)) sendText(connection, text);
    },
    counts,
    nextSeq: () => {
      ledger.keepNumber('seq', ledger.number('seq') + 1);
      return ledger.number('seq');
    },
  });
}

function sendText(socket: Pick<WebSocket, 'send'>, text: string): void {
  try {
    socket.send(text);
  } catch {
    // Gone; it comes back with a snapshot.
  }
}
