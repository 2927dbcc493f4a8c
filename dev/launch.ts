import { createWriteStream } from 'node:fs';
import { join } from 'node:path';
import { bindingsOf } from './bindings.ts';
import { bootstrap } from './bootstrap.ts';
import { buildWorker } from './bundle.ts';
import { checkDatabase } from './check-database.ts';
import { loadEnvFile } from './env-file.ts';
import { generatedSecrets } from './generated-secrets.ts';
import { refuseTakenPorts } from './local-ports.ts';
import { migrate } from './migrate.ts';
import { startPostgres } from './postgres.ts';
import { claimData, releaseData } from './postgres-leftover.ts';
import { startStandIns } from './stand-ins.ts';
import { type Addresses, summarize } from './summary.ts';
import type { UndoList } from './undo.ts';
import { readVariables, type Variables } from './variables.ts';
import { startWorkerd, type WorkerdOptions } from './workerd.ts';

export interface Launch {
  root: string;
  /** Everything that outlives a restart. */
  folder: string;
  undo: UndoList;
  signal: AbortSignal;
  progress: (line: string) => void;
  /** A part has ended unexpectedly. */
  onCrash: (part: string) => void;
}

export interface Launched {
  /** The text to print. */
  summary: string;
  workerUrl: string;
  /** Builds everything that has changed except the site, and runs the new build. */
  reload(): Promise<void>;
}

/** Starts everything in order; each part is on the undo list once it runs. */
export async function launch(given: Launch): Promise<Launched> {
  const { root, folder, undo, progress } = given;
  loadEnvFile(join(root, '.env'));
  const secrets = generatedSecrets(folder);
  const variables = readVariables(process.env, secrets);
  claimData(join(folder, 'launcher'));
  undo.add(() => releaseData(join(folder, 'launcher')));
  await refuseTakenPorts(variables);
  if (variables.databaseUrl) await checkDatabase(variables.databaseUrl);
  const build = { app: true, signal: given.signal, log: (part: string) => progress(`building the ${part}`) };
  if (!(await buildWorker(build))) progress('the build is up to date');
  const databaseUrl = await provideDatabase(given, variables);
  const standIns = await startStandIns({ folder, variables, secrets, undo, progress });
  given.signal.throwIfAborted();
  const { adminCreated } = await bootstrap({ databaseUrl, variables });
  const options: WorkerdOptions = {
    bundleDir: join(root, '.build/worker'),
    storageDir: join(folder, 'rooms'),
    port: variables.port,
    bindings: bindingsOf(variables, { databaseUrl, ...standIns }),
    log: (line) => console.log(line),
    beatsAtStart: true,
    onCrash: () => given.onCrash('The Worker'),
  };
  let worker = await startWorkerd(options);
  undo.add(() => worker.stop());
  progress('the Worker runs');
  const addresses: Addresses = { site: worker.url, databaseUrl, ...standIns };
  const reload = async () => {
    if (!(await buildWorker({ ...build, app: false }))) return;
    await worker.stop();
    worker = await startWorkerd(options);
    progress('the new build runs');
  };
  return { summary: summarize(variables, addresses, adminCreated), workerUrl: worker.url, reload };
}

async function provideDatabase({ folder, undo, progress, onCrash }: Launch, variables: Variables): Promise<string> {
  let { databaseUrl } = variables;
  if (!databaseUrl) {
    const file = createWriteStream(join(folder, 'postgres.log'));
    const postgres = await startPostgres({
      dataDir: join(folder, 'postgres'),
      log: (line) => file.write(`${line}\n`),
      onCrash: () => onCrash('PostgreSQL'),
    });
    undo.add(() => postgres.stop());
    progress(`PostgreSQL runs on port ${postgres.port}, data in ${postgres.dataDir}`);
    databaseUrl = postgres.url;
  }
  const tags = await migrate(databaseUrl);
  progress(tags.length ? `migrations applied: ${tags.join(', ')}` : 'the database is up to date');
  return databaseUrl;
}
