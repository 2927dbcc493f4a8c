import type { Deps } from '../../deps.ts';
import type { Caller } from '#domain/account/caller.ts';

/** What a handler finds: `c.env` is the request's Deps, `c.var.caller()` whoever asks, resolved once and only when needed. */
export interface AppEnv {
  Bindings: Deps;
  Variables: {
    caller: () => Promise<Caller>;
    /** Why whoever asks is nobody: what the request carried has ended. */
    noLonger?: 'session_expired' | 'device_revoked';
  };
}
