import type { Actor } from '../../deps.ts';
import type { Caller } from '#domain/account/caller.ts';

/** As whom the audit log knows them. */
export function actor(caller: Caller): Actor {
  return caller.kind === 'user'
    ? { userId: caller.user.id, name: caller.user.name }
    : { userId: null, name: caller.kind };
}
