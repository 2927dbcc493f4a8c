import type { Deps } from '../../deps.ts';
import type { Caller } from '#domain/account/caller.ts';

/** `c.env` is the request's Deps, and `c.var.caller()` its caller, resolved once and only when needed. */
export interface AppEnv {
  Bindings: Deps;
  Variables: {
    caller: () => Promise<Caller>;
    /** Why the caller is anonymous although the request carried a session or device token. */
    noLonger?: 'session_expired' | 'device_revoked';
  };
}
