import { createHash } from 'node:crypto';
import { and, eq, gt, like, or, sql } from 'drizzle-orm';
import type { StaffRole } from '#domain/account/permission.ts';
import { refusal, type ErrorCode, type Outcome } from '#domain/refusal.ts';
import { createAuthEngine, type AccountSettings, type Person, type FollowUp } from './auth-engine.ts';
import type { Db, Tx } from '../client.ts';
import type { MailOf } from '#domain/mail/message.ts';
import { insertOutbox } from '../mail/outbox-store.ts';
import { signInMethods, userSessions, users, verifications } from '../schema.ts';
import type { Ground } from '../../ground.ts';

export type { AccountSettings };

export type AccountVerb =
  | 'sign-up/email'
  | 'sign-in/email'
  | 'sign-in/social'
  | 'sign-out'
  | 'revoke-sessions'
  | 'request-password-reset'
  | 'reset-password'
  | 'change-password';

export type AccountAnswer = Outcome<{ cookies: string[]; answer: Record<string, unknown> }>;

const DAY_MS = 24 * 60 * 60 * 1000;
const INVITATION_DAYS = 7;
/** A provider's redirects talk to the provider: these calls must not run inside a transaction. */
const OUTSIDE: ReadonlySet<AccountVerb> = new Set(['sign-in/social']);

type Parts = Pick<Ground, 'clock' | 'ids' | 'baseUrl'>;

export function createAccounts(open: () => Db, settings: AccountSettings, parts: Parts) {
  return {
    providers: (['google', 'github'] as const).filter((name) => settings[name]),
    /** The headers carry the session's cookie and who the client is. */
    async call(verb: AccountVerb, body: object, headers: Headers): Promise<AccountAnswer> {
      const run = (db: Db | Tx) => callEngine(db, { settings, parts }, { verb, body, headers });
      if (OUTSIDE.has(verb)) return run(open());
      try {
        return await open().transaction(async (tx) => keepIfDone(await run(tx)));
      } catch (error) {
        if (error instanceof Undone) return error.refused;
        throw error;
      }
    },
    /** A social provider sends the browser back. */
    handleRedirect: (request: Request): Promise<Response> =>
      createAuthEngine(open(), settings, { ids: parts.ids, followUps: [] }).handler(request),
    sendVerification: (userId: string): Promise<void> =>
      open().transaction((tx) => sendVerification(tx, parts, userId)),
    async confirmAddress(userId: string, token: string): Promise<Outcome<object>> {
      try {
        return await open().transaction((tx) => confirmAddress(tx, userId, token));
      } catch (error) {
        // Another account confirmed the address at the same time.
        if (isTaken(error)) return refusal('email_taken');
        throw error;
      }
    },
    requestAddressChange: (userId: string, change: { newEmail: string; password: string }): Promise<Outcome<object>> =>
      requestAddressChange(open(), { ...parts, passwords: settings.passwords }, { ...change, userId }),
    async updateProfile(userId: string, profile: { name?: string; locale?: string }): Promise<void> {
      await open()
        .update(users)
        .set({ ...profile, updatedAt: parts.clock.now() })
        .where(eq(users.id, userId));
    },
  };
}

/** Sign-up, sign-in and all around it. Mails are rows of the outbox, written with what causes them. */
export type Accounts = ReturnType<typeof createAccounts>;

/** Rolls the transaction back and carries the refusal out of it. */
class Undone extends Error {
  readonly refused: Extract<AccountAnswer, { ok: false }>;
  constructor(refused: Extract<AccountAnswer, { ok: false }>) {
    super(refused.code);
    this.refused = refused;
  }
}

function keepIfDone(answer: AccountAnswer): AccountAnswer {
  if (!answer.ok) throw new Undone(answer);
  return answer;
}

interface Call {
  verb: AccountVerb;
  body: object;
  headers: Headers;
}

async function callEngine(
  db: Db | Tx,
  { settings, parts }: { settings: AccountSettings; parts: Parts },
  call: Call,
): Promise<AccountAnswer> {
  const followUps: FollowUp[] = [];
  const headers = new Headers({ 'content-type': 'application/json' });
  for (const name of ['cookie', 'user-agent', 'cf-connecting-ip']) {
    const value = call.headers.get(name);
    if (value) headers.set(name, value);
  }
  const url = `${settings.baseUrl}/api/v1/auth/${call.verb}`;
  const request = new Request(url, { method: 'POST', headers, body: JSON.stringify(call.body) });
  const response = await createAuthEngine(db, settings, { ids: parts.ids, followUps }).handler(request);
  const answer = (await response.json()) as { code?: string; message?: string; [name: string]: unknown };
  if (!response.ok) return toRefusal(response.status, answer);
  await carryOut(db, parts, followUps);
  if (call.verb === 'change-password') await endLinks(db, (answer.user as Person).id);
  return { ok: true, cookies: response.headers.getSetCookie(), answer };
}

const CODES: Record<string, ErrorCode> = {
  INVALID_EMAIL_OR_PASSWORD: 'wrong_credentials',
  INVALID_PASSWORD: 'wrong_credentials',
  CREDENTIAL_ACCOUNT_NOT_FOUND: 'wrong_credentials',
  PASSWORD_TOO_SHORT: 'weak_password',
  PASSWORD_TOO_LONG: 'invalid_request',
  INVALID_EMAIL: 'invalid_request',
  INVALID_TOKEN: 'link_invalid',
  USER_NOT_FOUND: 'link_invalid',
  PROVIDER_NOT_FOUND: 'not_found',
  // Two sign-ups with one address in the same moment: the retry sees the first.
  FAILED_TO_CREATE_USER: 'unavailable',
  UNAUTHORIZED: 'not_signed_in',
};

function toRefusal(status: number, answer: { code?: string; message?: string }): Extract<AccountAnswer, { ok: false }> {
  const code = CODES[answer.code ?? ''] ?? (status === 401 ? 'not_signed_in' : undefined);
  if (!code) throw new Error(`Accounts: ${status} ${answer.code ?? ''} ${answer.message ?? ''}`);
  return refusal(code);
}

async function carryOut(db: Db | Tx, parts: Parts, followUps: FollowUp[]): Promise<void> {
  for (const followUp of followUps) {
    if (followUp.kind === 'verify') await sendVerification(db, parts, followUp.user.id);
    if (followUp.kind === 'exists')
      await mail(db, parts, aboutAccount('account_exists', followUp.user, `${parts.baseUrl}/sign-in`));
    if (followUp.kind === 'reset')
      await mail(db, parts, aboutAccount('reset_password', followUp.user, resetUrl(parts, followUp.token)));
    // Opening the emailed link proves that the address belongs to the account.
    if (followUp.kind === 'was_reset')
      await db.update(users).set({ emailVerified: true }).where(eq(users.id, followUp.user.id));
    if (followUp.kind === 'was_reset') await endLinks(db, followUp.user.id);
  }
}

const joinUrl = (parts: Parts, token: string) => `${parts.baseUrl}/join#${token}`;
const resetUrl = (parts: Parts, token: string) => `${parts.baseUrl}/reset#${token}`;

type AccountMail = MailOf<'verify_address' | 'account_exists' | 'reset_password' | 'staff_invitation'>;

const aboutAccount = (kind: 'verify_address' | 'account_exists' | 'reset_password', to: Person, url: string) => ({
  to,
  message: { kind, payload: { name: to.name, url } },
});

async function mail(db: Db | Tx, parts: Parts, { to, message }: { to: Person; message: AccountMail }): Promise<void> {
  const [found] = await db.select({ locale: users.locale }).from(users).where(eq(users.id, to.id));
  const row = { ...message, lane: 'mail' as const, id: parts.ids.uuid(), recipient: to.email, locale: found?.locale };
  await insertOutbox(db, [row]);
}

const hashed = (token: string) => createHash('sha256').update(token).digest('base64url');

/** Creates a link to `email`, valid for 24 h and once; it confirms that address for this account only. */
async function sendLink(db: Db | Tx, parts: Parts, person: Person): Promise<void> {
  const token = Buffer.from(parts.ids.bytes(24)).toString('base64url');
  await db.insert(verifications).values({
    id: parts.ids.uuid(),
    identifier: `verify-address:${hashed(token)}`,
    value: JSON.stringify({ userId: person.id, email: person.email.toLowerCase() }),
    expiresAt: new Date(parts.clock.now().getTime() + DAY_MS),
  });
  await mail(db, parts, aboutAccount('verify_address', person, `${parts.baseUrl}/verify#${token}`));
}

async function sendVerification(db: Db | Tx, parts: Parts, userId: string): Promise<void> {
  const [user] = await db.select().from(users).where(eq(users.id, userId));
  if (user && !user.emailVerified) await sendLink(db, parts, user);
}

function isTaken(error: unknown): boolean {
  const { code, constraint } = ((error as { cause?: unknown }).cause ?? error) as {
    code?: string;
    constraint?: string;
  };
  return code === '23505' && constraint === 'users_email';
}

async function confirmAddress(tx: Tx, userId: string, token: string): Promise<Outcome<object>> {
  const identifier = `verify-address:${hashed(token)}`;
  const [used] = await tx
    .delete(verifications)
    .where(
      and(
        eq(verifications.identifier, identifier),
        gt(verifications.expiresAt, sql`now()`),
        sql`${verifications.value}::jsonb ->> 'userId' = ${userId}`,
      ),
    )
    .returning();
  if (!used) return refusal('link_invalid');
  const { email } = JSON.parse(used.value) as { email: string };
  const [other] = await tx
    .select({ id: users.id })
    .from(users)
    .where(sql`lower(${users.email}) = ${email} and ${users.id} <> ${userId}`);
  if (other) return refusal('email_taken');
  await tx
    .update(users)
    .set({ email, emailVerified: true, updatedAt: sql`now()` })
    .where(eq(users.id, userId));
  await endLinks(tx, userId);
  return { ok: true };
}

/** The account keeps its address until the new one is confirmed. */
async function requestAddressChange(
  db: Db,
  parts: Parts & Pick<AccountSettings, 'passwords'>,
  { userId, ...change }: { userId: string; newEmail: string; password: string },
): Promise<Outcome<object>> {
  const [method] = await db
    .select({ password: signInMethods.password })
    .from(signInMethods)
    .where(and(eq(signInMethods.userId, userId), eq(signInMethods.providerId, 'credential')));
  if (!method?.password || !(await parts.passwords.verify(change.password, method.password)))
    return refusal('wrong_credentials');
  return db.transaction(async (tx): Promise<Outcome<object>> => {
    const newEmail = change.newEmail.toLowerCase();
    const [owner] = await tx
      .select()
      .from(users)
      .where(sql`lower(${users.email}) = ${newEmail}`);
    const [user] = await tx.select().from(users).where(eq(users.id, userId));
    // The same response either way; the owner of a known address gets an email.
    if (owner) await mail(tx, parts, aboutAccount('account_exists', owner, `${parts.baseUrl}/sign-in`));
    else if (user) await sendLink(tx, parts, { ...user, email: newEmail });
    return { ok: true };
  });
}

/**
 * An unconfirmed address may have been registered by someone else: all the account's credentials and open links are
 * removed. The emailed invitation sets a new password and confirms the address.
 */
export async function forgetStranger(tx: Tx, userId: string): Promise<void> {
  await tx.delete(signInMethods).where(eq(signInMethods.userId, userId));
  await tx.delete(userSessions).where(eq(userSessions.userId, userId));
  await endLinks(tx, userId);
}

/**
 * Ends every open link that was mailed for this account: to reset its password, to confirm an address, to join. Called
 * in the transaction of each change that must end them.
 */
async function endLinks(db: Db | Tx, userId: string): Promise<void> {
  // Links that reset a password, and invitations, have nothing but the account as their value.
  const isReset = eq(verifications.value, userId);
  const isConfirmation = and(
    like(verifications.identifier, 'verify-address:%'),
    like(verifications.value, `%"userId":"${userId}"%`),
  );
  await db.delete(verifications).where(or(isReset, isConfirmation));
}

interface Invitation {
  person: Person;
  inviter: string;
  role: StaffRole;
}

/** For a new member of staff: the link that sets the first password, valid for a week. */
export async function sendInvitation(tx: Tx, parts: Parts, { person, inviter, role }: Invitation): Promise<void> {
  const token = Buffer.from(parts.ids.bytes(24)).toString('base64url');
  await tx.insert(verifications).values({
    id: parts.ids.uuid(),
    identifier: hashed(`reset-password:${token}`),
    value: person.id,
    expiresAt: new Date(parts.clock.now().getTime() + INVITATION_DAYS * DAY_MS),
  });
  const payload = { inviter, role, name: person.name, url: joinUrl(parts, token) };
  await mail(tx, parts, { to: person, message: { kind: 'staff_invitation', payload } });
}
