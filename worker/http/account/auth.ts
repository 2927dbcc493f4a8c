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
import type { SignedIn } from '#domain/account/caller.ts';
import { confirmAddress, requestAddressChange, resendVerification } from '../../usecases/account/change-address.ts';
import { changePassword } from '../../usecases/account/change-password.ts';
import { changeProfile } from '../../usecases/account/change-profile.ts';
import { endSessions } from '../../usecases/account/end-sessions.ts';
import { requestPasswordReset } from '../../usecases/account/request-password-reset.ts';
import { signIn } from '../../usecases/account/sign-in.ts';
import { signUp } from '../../usecases/account/sign-up.ts';
import { signedIn } from '../../usecases/signed-in.ts';
import type { AppEnv } from '../request/app-env.ts';
import { body } from '../request/body.ts';
import { clientOf } from '../request/client-of.ts';
import { describe } from '../request/describe.ts';
import { refuse } from '../request/refuse.ts';

const done = { done: true } as const;
const TAG = 'Accounts';

/** Accounts are better-auth's; each call is validated and limited, and answers in this API's own shapes. */
export const auth = new Hono<AppEnv>()
  .post(
    '/sign-up/email',
    describe(TAG, 'Register; a link to verify the address is emailed', Done),
    body(SignUp),
    async (c) => {
      const answer = await signUp(c.env, { input: c.req.valid('json'), ...senderOf(c) });
      return answer.ok ? c.json(done) : refuse(c, answer);
    },
  )
  .post('/sign-in/email', describe(TAG, 'Sign in with email and password', SignInAnswer), body(SignIn), async (c) => {
    const answer = await signIn(c.env, { input: c.req.valid('json'), ...senderOf(c) });
    if (!answer.ok) return refuse(c, answer);
    setCookies(c, answer);
    const { id, name, email, emailVerified } = answer.answer['user'] as SignedIn;
    return c.json({ user: { id, name, email, emailVerified } });
  })
  .post(
    '/sign-in/social',
    describe(TAG, 'Sign in with Google or GitHub: answers the address to open', SignInRedirect),
    body(SignInSocial),
    async (c) => {
      const { provider, callbackURL } = c.req.valid('json');
      const wanted = { provider, callbackURL: callbackURL ?? '/', errorCallbackURL: '/sign-in', disableRedirect: true };
      const answer = await c.env.accounts.call('sign-in/social', wanted, c.req.raw.headers);
      if (!answer.ok) return refuse(c, answer);
      setCookies(c, answer);
      return c.json({ url: String(answer.answer['url']) });
    },
  )
  .get('/callback/:provider', (c) => c.env.accounts.handleRedirect(c.req.raw))
  .post('/sign-out', describe(TAG, 'End this session', Done), async (c) => {
    const answer = await c.env.accounts.call('sign-out', {}, c.req.raw.headers);
    setCookies(c, answer);
    return c.json(done);
  })
  .post('/revoke-sessions', describe(TAG, 'End every session of the account', Done), async (c) => {
    const answer = await endSessions(c.env, await c.var.caller(), c.req.raw.headers);
    return answer.ok ? c.json(done) : refuse(c, answer);
  })
  .post(
    '/request-password-reset',
    describe(TAG, 'Email a link to set a new password', Done),
    body(RequestPasswordReset),
    async (c) => {
      const answer = await requestPasswordReset(c.env, { input: c.req.valid('json'), ...senderOf(c) });
      return answer.ok ? c.json(done) : refuse(c, answer);
    },
  )
  .post(
    '/reset-password',
    describe(TAG, 'Set a new password with the emailed link; ends all sessions', Done),
    body(ResetPassword),
    async (c) => {
      const answer = await c.env.accounts.call('reset-password', c.req.valid('json'), c.req.raw.headers);
      return answer.ok ? c.json(done) : refuse(c, answer);
    },
  )
  .post(
    '/change-password',
    describe(TAG, 'Change the password; ends all other sessions', Done),
    body(ChangePassword),
    async (c) => {
      const command = { input: c.req.valid('json'), ...senderOf(c) };
      const answer = await changePassword(c.env, await c.var.caller(), command);
      if (!answer.ok) return refuse(c, answer);
      setCookies(c, answer);
      return c.json(done);
    },
  )
  .post(
    '/change-email',
    describe(TAG, 'Email a link that confirms a new address for the account', Done),
    body(ChangeEmail),
    async (c) => {
      const command = { input: c.req.valid('json'), client: clientOf(c) };
      const requested = await requestAddressChange(c.env, await c.var.caller(), command);
      return requested.ok ? c.json(done) : refuse(c, requested);
    },
  )
  .post('/send-verification-email', describe(TAG, 'Email the verification link again', Done), async (c) => {
    const sent = await resendVerification(c.env, await c.var.caller(), clientOf(c));
    return sent.ok ? c.json(done) : refuse(c, sent);
  })
  .post(
    '/verify-email',
    describe(TAG, 'Confirm an address with the emailed link, in the account’s own session', Done),
    body(VerifyEmail),
    async (c) => {
      const confirmed = await confirmAddress(c.env, await c.var.caller(), c.req.valid('json').token);
      return confirmed.ok ? c.json(done) : refuse(c, confirmed);
    },
  )
  .patch('/me', describe(TAG, 'Change name or language', Done), body(UpdateProfile), async (c) => {
    const changed = await changeProfile(c.env, await c.var.caller(), c.req.valid('json'));
    return changed.ok ? c.json(done) : refuse(c, changed);
  })
  .get('/me', describe(TAG, 'The signed-in account and its permissions', Me), async (c) => {
    const found = signedIn(await c.var.caller());
    return found.ok ? c.json(viewMe(found.user)) : refuse(c, found);
  })
  .get('/get-session', describe(TAG, 'The signed-in account, or null', SessionAnswer), async (c) => {
    const found = signedIn(await c.var.caller());
    return c.json({ user: found.ok ? viewMe(found.user) : null, providers: [...c.env.accounts.providers] });
  });

const senderOf = (c: Context<AppEnv>) => ({ client: clientOf(c), headers: c.req.raw.headers });

function setCookies(c: Context, answer: AccountAnswer): void {
  if (answer.ok) for (const cookie of answer.cookies) c.header('Set-Cookie', cookie, { append: true });
}

export function viewMe(user: SignedIn): Me {
  const { id, name, email, emailVerified, role } = user;
  const eventIds = user.eventIds && [...user.eventIds];
  return { id, name, email, emailVerified, role, permissions: [...user.permissions], eventIds };
}
