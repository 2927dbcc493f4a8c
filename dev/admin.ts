// npm run admin [-- address]: creates a super admin, or sets a new password.
import { randomBytes } from 'node:crypto';
import { join, resolve } from 'node:path';
import { makeUser } from '../worker/testing/seed/factories.ts';
import { openWorkshop } from '../worker/testing/seed/workshop.ts';
import { checkDatabase } from './check-database.ts';
import { failCommand } from './command.ts';
import { loadEnvFile } from './env-file.ts';
import { migrate } from './migrate.ts';
import { startPostgres } from './postgres.ts';

const root = resolve(import.meta.dirname, '..');

async function runCommand([address]: string[]): Promise<void> {
  loadEnvFile(join(root, '.env'));
  const email = address ?? process.env.EVERATO_ADMIN_EMAIL ?? 'admin@example.com';
  if (!/^[^\s@]+@[^\s@]+\.[^\s@]+$/.test(email)) throw new Error(`"${email}" isn’t an email address.`);
  const given = process.env.EVERATO_ADMIN_PASSWORD;
  if (given && given.length < 10) throw new Error('EVERATO_ADMIN_PASSWORD must have at least 10 characters.');
  const password = given ?? randomBytes(12).toString('base64url');
  const { DATABASE_URL } = process.env;
  const own = DATABASE_URL ? undefined : await startPostgres({ dataDir: join(root, '.everato/postgres') });
  try {
    const databaseUrl = DATABASE_URL ?? own!.url;
    await checkDatabase(databaseUrl);
    await migrate(databaseUrl);
    await make(databaseUrl, email, password);
  } finally {
    await own?.stop();
  }
  console.log(`${email} is a super admin${given ? '.' : `; the password is ${password}`}`);
}

async function make(databaseUrl: string, email: string, password: string): Promise<void> {
  // Nothing is sealed here, so any secret works.
  const workshop = openWorkshop({ databaseUrl, secret: randomBytes(32).toString('hex') });
  try {
    await makeUser(workshop, { name: 'Administrator', email, password, role: 'super_admin' });
  } finally {
    await workshop.close();
  }
}

if (import.meta.main) await runCommand(process.argv.slice(2)).catch(failCommand);
