import { composeDocuments, composeMailSender } from './mail.ts';
import { createRooms } from './room-stubs.ts';
import { settingsOf } from './settings.ts';
import { createBoxOfficeStore } from '../db/box-office/store.ts';
import { openDatabase } from '../db/client.ts';
import { createDoorSource } from '../db/door/source.ts';
import { createOutbox } from '../db/mail/outbox-store.ts';
import { createMailSourceStore } from '../db/mail/source-store.ts';
import { createPaymentStore } from '../db/payment/store.ts';
import type { Env } from '../env.ts';
import { createSeals } from '../outside/seals.ts';
import { createStripeGateway } from '../outside/payment/stripe.ts';
import { consoleLog, systemClock, systemIds } from '../outside/system.ts';
import { ticketSigner } from '../outside/ticket/signer.ts';

/** A room that can't have its answer by then goes on without. */
const queryTimeoutMs = 15_000;
const ground = { clock: systemClock, ids: systemIds, log: consoleLog, signer: ticketSigner };

export function composeBoxOffice(env: Env, ctx: Pick<ExecutionContext, 'waitUntil'>) {
  const { databaseUrl: url, databaseDriver: driver, turnLimit } = settingsOf(env);
  // Two: a turn never waits for a plain read.
  const options = { url, driver, maxConnections: 2, queryTimeoutMs, pipeline: true };
  const database = openDatabase({ ...options, name: 'everato-box-office' });
  return { ...ground, rooms: createRooms(env, ctx), store: createBoxOfficeStore(database.$client), turnLimit };
}

export function composeDoor(env: Env) {
  const { databaseUrl: url, databaseDriver: driver, secret, turnLimit } = settingsOf(env);
  const database = openDatabase({ url, driver, name: 'everato-door', maxConnections: 2, queryTimeoutMs });
  return { ...ground, source: createDoorSource(database), seals: createSeals(secret), turnLimit };
}

/** For clients that ask to connect to a door's room. */
export function composeDoorSocket(env: Env) {
  const { baseUrl, secret } = settingsOf(env);
  return { clock: systemClock, seals: createSeals(secret), baseUrl };
}

/** `mail` and `tasks` are null where this deployment has no means for them. */
export function composePostman(env: Env, ctx: Pick<ExecutionContext, 'waitUntil'>) {
  const settings = settingsOf(env);
  const { databaseUrl: url, databaseDriver: driver, baseUrl } = settings;
  const database = openDatabase({ url, driver, name: 'everato-postman', maxConnections: 1 });
  const db = () => database;
  const stripe = settings.stripe && createStripeGateway(settings.stripe, consoleLog);
  return {
    deps: {
      ...ground,
      random: Math.random,
      seals: createSeals(settings.secret),
      baseUrl,
      outbox: createOutbox(db),
      mailSources: createMailSourceStore(db),
      ...composeDocuments(env.ASSETS),
    },
    mail: composeMailSender(settings),
    tasks: stripe && { rooms: createRooms(env, ctx), log: consoleLog, payments: createPaymentStore(db), stripe },
  };
}
