import { betterAuth } from 'better-auth/minimal';
import { drizzleAdapter } from 'better-auth/adapters/drizzle';
import type { Db, Tx } from '../client.ts';
import { signInMethods, userSessions, users, verifications } from '../schema.ts';
import type { Ids, Passwords } from '../../ground.ts';

const MINUTE = 60;
const DAY = 24 * 60 * MINUTE;
export const PASSWORD_MIN = 10;
export const RESET_LINK_SECONDS = 60 * MINUTE;

export interface AccountSettings {
  baseUrl: string;
  secret: string;
  passwords: Passwords;
  google?: { clientId: string; clientSecret: string };
  github?: { clientId: string; clientSecret: string };
}

/** An email that the engine requests; the caller writes it to the outbox in the same transaction. */
export type FollowUp =
  | { kind: 'verify'; user: Person }
  | { kind: 'exists'; user: Person }
  | { kind: 'reset'; user: Person; token: string }
  | { kind: 'was_reset'; user: Person };
export interface Person {
  id: string;
  name: string;
  email: string;
}

/**
 * better-auth over our tables, created for each call so that it can run inside that call's transaction. Its own rate
 * limits, origin checks and emails are off; worker/http and the outbox do that for the whole API.
 */
export function createAuthEngine(
  db: Db | Tx,
  settings: AccountSettings,
  { ids, followUps }: { ids: Ids; followUps: FollowUp[] },
) {
  const queue = (made: FollowUp) => {
    followUps.push(made);
    return Promise.resolve();
  };
  return betterAuth({
    appName: 'Everato',
    baseURL: settings.baseUrl,
    basePath: '/api/v1/auth',
    secret: settings.secret,
    telemetry: { enabled: false },
    logger: { disabled: true },
    rateLimit: { enabled: false },
    database: drizzleAdapter(db, {
      provider: 'pg',
      schema: { user: users, session: userSessions, account: signInMethods, verification: verifications },
    }),
    user: { additionalFields: { locale: { type: 'string', required: false, defaultValue: 'en' } } },
    // A reader of the database must not be able to open a link that is in a mailbox.
    verification: { storeIdentifier: 'hashed' },
    session: { expiresIn: 30 * DAY, updateAge: DAY, freshAge: 0, cookieCache: { enabled: false } },
    emailAndPassword: {
      enabled: true,
      // Signing in right away would reveal whether the address was new.
      autoSignIn: false,
      minPasswordLength: PASSWORD_MIN,
      maxPasswordLength: 200,
      password: {
        hash: (password) => settings.passwords.hash(password),
        verify: ({ password, hash }) => settings.passwords.verify(password, hash),
      },
      resetPasswordTokenExpiresIn: RESET_LINK_SECONDS,
      revokeSessionsOnPasswordReset: true,
      sendResetPassword: ({ user, token }) => queue({ kind: 'reset', user, token }),
      onPasswordReset: ({ user }) => queue({ kind: 'was_reset', user }),
      onExistingUserSignUp: ({ user }) => queue({ kind: 'exists', user }),
    },
    emailVerification: { sendOnSignUp: true, sendVerificationEmail: ({ user }) => queue({ kind: 'verify', user }) },
    socialProviders: {
      ...(settings.google && { google: settings.google }),
      ...(settings.github && { github: settings.github }),
    },
    advanced: {
      cookiePrefix: 'everato',
      useSecureCookies: settings.baseUrl.startsWith('https:'),
      disableCSRFCheck: true,
      ipAddress: { ipAddressHeaders: ['cf-connecting-ip'] },
      database: { generateId: () => ids.uuid() },
      defaultCookieAttributes: { httpOnly: true, sameSite: 'lax', path: '/' },
    },
  });
}
