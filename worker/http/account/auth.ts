import { Hono, type Context } from 'hono';
import {
  ChangeEmail,
  ChangePassword,
  Done,
  RequestPasswordReset,
  ResetPassword,
  SessionAnswer,
  SignIn,
  SignInAnswer,
  SignInRedirect,
  SignInSocial,
  SignUp,
  UpdateProfile,
  VerifyEmail,
} from '#contract/account/account.ts';
import { Me } from '#contract/account/staff.ts';
import type { AccountAnswer } from '../../deps.ts';
import { type SignedIn, notAllowed } from '#domain/account/caller.ts';
import { recheckDoors } from '../../usecases/door/recheck-doors.ts';
import type { AppEnv } from '../request/app-env.ts';
import { body } from '../request/body.ts';
import { describe } from '../request/describe.ts';
import { guessesTooOften, mailLimits, tooOften } from '../request/rate-limit.ts';
import { refuse } from '../request/refuse.ts';

const done = { done: true } as const;
const TAG = 'Accounts';

/** Accounts are better-auth's; each call is validated, limited and answered in this API's own shapes. */
export const auth = new Hono<AppEnv>()
  .post(
    '/sign-up/email',
    describe(TAG, 'Register; a link to verify the address is mailed', Done),
    body(SignUp),
    async (c) => {
      const input = c.req.valid('json');
      const limited = await tooOften(c, mailLimits(c, 'sign-up', input.email));
      if (limited) return refuse(c, limited);
      const answer = await c.env.accounts.call('sign-up/email', input, c.req.raw.headers);
      if (!answer.ok) return refuse(c, answer);
      void c.env.rooms.postman().kick();
      return c.json(done);
    },
  )
  .post('/sign-in/email', describe(TAG, 'Sign in with e-mail and password', SignInAnswer), body(SignIn), async (c) => {
    const input = c.req.valid('json');
    const limited = await guessesTooOften(c, input.email);
    if (limited) return refuse(c, limited);
    const answer = await c.env.accounts.call('sign-in/email', input, c.req.raw.headers);
    if (!answer.ok) return refuse(c, answer);
    passCookies(c, answer);
    const { id, name, email, emailVerified } = answer.answer['user'] as SignedIn;
    return c.json({ user: { id, name, email, emailVerified } });
  })
  .post(
    '/sign-in/social',
    describe(TAG, 'Sign in at Google or GitHub: where to go', SignInRedirect),
    body(SignInSocial),
    async (c) => {
      const { provider, callbackURL } = c.req.valid('json');
      const wanted = { provider, callbackURL: callbackURL ?? '/', errorCallbackURL: '/sign-in', disableRedirect: true };
      const answer = await c.env.accounts.call('sign-in/social', wanted, c.req.raw.headers);
      if (!answer.ok) return refuse(c, answer);
      passCookies(c, answer);
      return c.json({ url: String(answer.answer['url']) });
    },
  )
  .get('/callback/:provider', (c) => c.env.accounts.handleRedirect(c.req.raw))
  .post('/sign-out', describe(TAG, 'End this session', Done), async (c) => {
    const answer = await c.env.accounts.call('sign-out', {}, c.req.raw.headers);
    passCookies(c, answer);
    return c.json(done);
  })
  .post('/revoke-sessions', describe(TAG, 'End every session of the account', Done), async (c) => {
    const caller = await c.var.caller();
    const answer = await c.env.accounts.call('revoke-sessions', {}, c.req.raw.headers);
    if (!answer.ok) return refuse(c, answer);
    if (caller.kind === 'user') await recheckDoors(c.env, caller.user.id);
    return c.json(done);
  })
  .post(
    '/request-password-reset',
    describe(TAG, 'Mail a link to set a new password', Done),
    body(RequestPasswordReset),
    async (c) => {
      const input = c.req.valid('json');
      const limited = await tooOften(c, mailLimits(c, 'reset', input.email));
      if (limited) return refuse(c, limited);
      const answer = await c.env.accounts.call('request-password-reset', input, c.req.raw.headers);
      if (!answer.ok) return refuse(c, answer);
      void c.env.rooms.postman().kick();
      return c.json(done);
    },
  )
  .post(
    '/reset-password',
    describe(TAG, 'Set a new password by the mailed link; ends all sessions', Done),
    body(ResetPassword),
    async (c) => {
      const answer = await c.env.accounts.call('reset-password', c.req.valid('json'), c.req.raw.headers);
      if (!answer.ok) return refuse(c, answer);
      return c.json(done);
    },
  )
  .post(
    '/change-password',
    describe(TAG, 'Change the password; ends all other sessions', Done),
    body(ChangePassword),
    async (c) => {
      const caller = await c.var.caller();
      if (caller.kind !== 'user') return refuse(c, notAllowed(caller));
      const limited = await guessesTooOften(c, caller.user.email);
      if (limited) return refuse(c, limited);
      const wanted = { ...c.req.valid('json'), revokeOtherSessions: true };
      const answer = await c.env.accounts.call('change-password', wanted, c.req.raw.headers);
      if (!answer.ok) return refuse(c, answer);
      await recheckDoors(c.env, caller.user.id);
      passCookies(c, answer);
      return c.json(done);
    },
  )
  .post(
    '/change-email',
    describe(TAG, 'Mail a link that makes a new address the account’s', Done),
    body(ChangeEmail),
    async (c) => {
      const caller = await c.var.caller();
      if (caller.kind !== 'user') return refuse(c, notAllowed(caller));
      const input = c.req.valid('json');
      const limited =
        (await guessesTooOften(c, caller.user.email)) ??
        (await tooOften(c, mailLimits(c, 'change-email', input.newEmail)));
      if (limited) return refuse(c, limited);
      const outcome = await c.env.accounts.requestAddressChange(caller.user.id, input);
      if (!outcome.ok) return refuse(c, outcome);
      void c.env.rooms.postman().kick();
      return c.json(done);
    },
  )
  .post('/send-verification-email', describe(TAG, 'Mail the verification link again', Done), async (c) => {
    const caller = await c.var.caller();
    if (caller.kind !== 'user') return refuse(c, notAllowed(caller));
    const limited = await tooOften(c, mailLimits(c, 'verify', caller.user.email));
    if (limited) return refuse(c, limited);
    await c.env.accounts.sendVerification(caller.user.id);
    void c.env.rooms.postman().kick();
    return c.json(done);
  })
  .post(
    '/verify-email',
    describe(TAG, 'Confirm an address by the mailed link, in the account’s own session', Done),
    body(VerifyEmail),
    async (c) => {
      const caller = await c.var.caller();
      if (caller.kind !== 'user') return refuse(c, notAllowed(caller));
      const outcome = await c.env.accounts.confirmAddress(caller.user.id, c.req.valid('json').token);
      if (!outcome.ok) return refuse(c, outcome);
      return c.json(done);
    },
  )
  .patch('/me', describe(TAG, 'Change name or language', Done), body(UpdateProfile), async (c) => {
    const caller = await c.var.caller();
    if (caller.kind !== 'user') return refuse(c, notAllowed(caller));
    await c.env.accounts.updateProfile(caller.user.id, c.req.valid('json'));
    return c.json(done);
  })
  .get('/me', describe(TAG, 'Who is signed in, and what they may do', Me), async (c) => {
    const caller = await c.var.caller();
    if (caller.kind !== 'user') return refuse(c, notAllowed(caller));
    return c.json(viewMe(caller.user));
  })
  .get('/get-session', describe(TAG, 'Who is signed in, or null', SessionAnswer), async (c) => {
    const caller = await c.var.caller();
    const user = caller.kind === 'user' ? viewMe(caller.user) : null;
    return c.json({ user, providers: [...c.env.accounts.providers] });
  });

function passCookies(c: Context, answer: AccountAnswer): void {
  if (answer.ok) for (const cookie of answer.cookies) c.header('Set-Cookie', cookie, { append: true });
}

export function viewMe(user: SignedIn): Me {
  const { id, name, email, emailVerified, role } = user;
  const eventIds = user.eventIds && [...user.eventIds];
  return { id, name, email, emailVerified, role, permissions: [...user.permissions], eventIds };
}
