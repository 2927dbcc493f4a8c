import { z } from 'zod';
import { isLocalPath } from '#domain/local-path.ts';
import { Email, Id, PersonName } from '../field.ts';
import { Me } from './staff.ts';

const Password = z.string().min(1).max(200);
const LinkToken = z.string().min(16).max(200);
export const Locale = z.string().regex(/^[a-z]{2}(-[A-Z]{2})?$/);
/** The page of this site to return to. */
const LocalPath = z.string().max(500).refine(isLocalPath, { error: 'Not a path of this site' });

/** The response is the same whether or not the address has an account; its owner is told by email. */
export const SignUp = z
  .object({ name: PersonName, email: Email, password: Password, locale: Locale.optional() })
  .meta({ id: 'SignUp' });
export const SignIn = z
  .object({ email: Email, password: Password, rememberMe: z.boolean().optional() })
  .meta({ id: 'SignIn' });
export const SignInSocial = z.object({ provider: z.enum(['google', 'github']), callbackURL: LocalPath.optional() });
export const RequestPasswordReset = z.object({ email: Email });
export const ResetPassword = z.object({ token: LinkToken, newPassword: Password });
export const ChangePassword = z.object({ currentPassword: Password, newPassword: Password });
export const ChangeEmail = z.object({ newEmail: Email, password: Password });
export const VerifyEmail = z.object({ token: LinkToken });
export const UpdateProfile = z.object({ name: PersonName.optional(), locale: Locale.optional() });

export const SignedInUser = z
  .object({ id: Id, name: z.string(), email: z.string(), emailVerified: z.boolean() })
  .meta({ id: 'SignedInUser' });
export const SignInAnswer = z.object({ user: SignedInUser });
export const SignInRedirect = z.object({ url: z.string() });
export const Done = z.object({ done: z.literal(true) }).meta({ id: 'Done' });
/** `user` is null where no one is signed in; `providers` are the buttons of a sign-in page. */
export const SessionAnswer = z.object({ user: Me.nullable(), providers: z.array(z.string()) }).meta({ id: 'Session' });
