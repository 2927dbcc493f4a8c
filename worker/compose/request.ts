import { composePayment } from './payment.ts';
import { composeDocuments } from './mail.ts';
import { openDatabase, type Db } from '../db/client.ts';
import type { Core, Deps, Seals } from '../deps.ts';
import type { Env, Settings } from '../env.ts';
import { passwords } from '../outside/account/password.ts';
import { createSeals } from '../outside/seals.ts';
import { consoleLog, systemClock, systemIds } from '../outside/system.ts';
import { ticketSigner } from '../outside/ticket/signer.ts';
import { createStores } from '../stores.ts';
import { createRooms } from './room-stubs.ts';
import { settingsOf } from './settings.ts';

const sealing = new WeakMap<Settings, Seals>();

/** One per isolate: its keys are derived once. */
function sealsOf(settings: Settings): Seals {
  const known = sealing.get(settings) ?? createSeals(settings.secret);
  sealing.set(settings, known);
  return known;
}

/** The dependencies of one request. Nothing is connected until it is used; what was is let go after the answer. */
export function createDeps(env: Env, ctx: ExecutionContext): { deps: Deps; close: () => void } {
  const settings = settingsOf(env);
  const { databaseUrl: url, databaseDriver: driver, baseUrl } = settings;
  let opened: Db | undefined;
  const db = () => (opened ??= openDatabase({ url, driver, name: 'everato-worker', maxConnections: 2 }));
  const core: Core = {
    clock: systemClock,
    ids: systemIds,
    log: consoleLog,
    seals: sealsOf(settings),
    signer: ticketSigner,
    rooms: createRooms(env, ctx),
    baseUrl,
  };
  const { smtpUrl, resendApiKey, binding } = settings.mail;
  const deps: Deps = {
    ...core,
    ...createStores(db, core, { accounts: accountSettings(settings, core.seals), images: env.IMAGES }),
    ...composePayment(settings, core.log),
    ...composeDocuments(env.ASSETS),
    configured: { stripe: settings.stripe !== null, mail: Boolean(smtpUrl || resendApiKey || binding) },
  };
  return { deps, close: () => opened && ctx.waitUntil(opened.$client.end()) };
}

const accountSettings = ({ baseUrl, google, github }: Settings, seals: Seals) => ({
  baseUrl,
  google,
  github,
  passwords,
  /** Derived on first use: most requests sign no one in. */
  get secret() {
    return seals.derive('sessions');
  },
});
