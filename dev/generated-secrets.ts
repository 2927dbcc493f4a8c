import { randomBytes } from 'node:crypto';
import { existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';

export interface GeneratedSecrets {
  everatoSecret: string;
  adminPassword: string;
  stripeSecretKey: string;
  stripeWebhookSecret: string;
  heartbeatToken: string;
}

const random = (bytes: number) => randomBytes(bytes).toString('base64url');

/** Generated once and stored in the folder, since data sealed with them is useless without them. */
export function generatedSecrets(folder: string): GeneratedSecrets {
  const path = join(folder, 'secrets.json');
  const kept: Partial<GeneratedSecrets> = existsSync(path) ? JSON.parse(readFileSync(path, 'utf8')) : {};
  const secrets = {
    everatoSecret: random(32),
    adminPassword: random(12),
    stripeSecretKey: `sk_test_${random(18)}`,
    stripeWebhookSecret: `whsec_${random(24)}`,
    heartbeatToken: random(24),
    ...kept,
  };
  if (Object.keys(kept).length < Object.keys(secrets).length) {
    mkdirSync(folder, { recursive: true });
    writeFileSync(path, JSON.stringify(secrets, null, 2), { mode: 0o600 });
  }
  return secrets;
}
