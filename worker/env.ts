/** The bindings of the Worker and its rooms, from Cloudflare or from the launcher. No other file reads them. */
export interface Env {
  BOX_OFFICE: DurableObjectNamespace;
  DOOR: DurableObjectNamespace;
  POSTMAN: DurableObjectNamespace;
  ASSETS: Fetcher;
  HYPERDRIVE?: { connectionString: string };
  IMAGES?: R2Bucket;
  EMAIL?: SendEmail;
  DATABASE_URL?: string;
  EVERATO_SECRET?: string;
  BASE_URL?: string;
  SMTP_URL?: string;
  MAIL_FROM?: string;
  RESEND_API_KEY?: string;
  STRIPE_SECRET_KEY?: string;
  STRIPE_WEBHOOK_SECRET?: string;
  STRIPE_API_BASE?: string;
  GOOGLE_CLIENT_ID?: string;
  GOOGLE_CLIENT_SECRET?: string;
  GITHUB_CLIENT_ID?: string;
  GITHUB_CLIENT_SECRET?: string;
  HEARTBEAT_TOKEN?: string;
  /** 1 on a laptop: shows `/dev/mail`. */
  DEV?: string;
  /** Commands that a room decides in one turn; 1 is the benchmark's yardstick. */
  TURN_LIMIT?: string;
}

/** The same, parsed: what is missing is said by name, once. */
export interface Settings {
  databaseUrl: string;
  /** Hyperdrive pools for us; Neon wants its own driver where there is none. */
  databaseDriver: 'pg' | 'neon';
  secret: string;
  baseUrl: string;
  mail: { from: string; smtpUrl?: string; resendApiKey?: string; binding?: SendEmail };
  stripe: StripeSettings | null;
  google?: { clientId: string; clientSecret: string };
  github?: { clientId: string; clientSecret: string };
  heartbeatToken: string | null;
  turnLimit: number;
}

export interface StripeSettings {
  secretKey: string;
  /** Several while a secret is being rotated, separated by commas. */
  webhookSecrets: string[];
  apiBase?: string;
  liveMode: boolean;
}

export class MissingSetting extends Error {
  constructor(variable: string, why: string) {
    super(`${variable} is not set: ${why}`);
    this.name = 'MissingSetting';
  }
}

export function readSettings(env: Env): Settings {
  const databaseUrl = env.HYPERDRIVE?.connectionString ?? env.DATABASE_URL;
  if (!databaseUrl) throw new MissingSetting('DATABASE_URL', 'Everato keeps everything in Postgres');
  if (!env.EVERATO_SECRET) throw new MissingSetting('EVERATO_SECRET', 'it seals keys, links and sessions');
  if (!env.BASE_URL) throw new MissingSetting('BASE_URL', 'links in mail start with it');
  const isNeon = !env.HYPERDRIVE && /\.neon\.tech(?::\d+)?\//.test(databaseUrl);
  return {
    databaseUrl,
    databaseDriver: isNeon ? 'neon' : 'pg',
    secret: env.EVERATO_SECRET,
    baseUrl: env.BASE_URL.replace(/\/+$/, ''),
    mail: {
      from: env.MAIL_FROM ?? 'Everato <tickets@localhost>',
      smtpUrl: env.SMTP_URL,
      resendApiKey: env.RESEND_API_KEY,
      binding: env.EMAIL,
    },
    stripe: readStripe(env),
    google: pair(env.GOOGLE_CLIENT_ID, env.GOOGLE_CLIENT_SECRET),
    github: pair(env.GITHUB_CLIENT_ID, env.GITHUB_CLIENT_SECRET),
    heartbeatToken: env.HEARTBEAT_TOKEN ?? null,
    turnLimit: Number(env.TURN_LIMIT) || 512,
  };
}

const pair = (clientId?: string, clientSecret?: string) =>
  clientId && clientSecret ? { clientId, clientSecret } : undefined;

function readStripe(env: Env): StripeSettings | null {
  if (!env.STRIPE_SECRET_KEY) return null;
  if (!env.STRIPE_WEBHOOK_SECRET) throw new MissingSetting('STRIPE_WEBHOOK_SECRET', 'webhooks decide about payments');
  return {
    secretKey: env.STRIPE_SECRET_KEY,
    webhookSecrets: env.STRIPE_WEBHOOK_SECRET.split(',').map((secret) => secret.trim()),
    apiBase: env.STRIPE_API_BASE || undefined,
    liveMode: /^(sk|rk)_live_/.test(env.STRIPE_SECRET_KEY),
  };
}
