import { refusal, type Refusal } from '../refusal.ts';
import type { Scanner } from './scanner.ts';
import type { Permission, Role } from './permission.ts';

/** The sender of a request, as far as the API can prove it. */
export type Caller =
  | { kind: 'anonymous' }
  | { kind: 'user'; user: SignedIn }
  /** A secret link's bearer token; it counts once its row's version was compared. */
  | { kind: 'link'; token: string; scope: LinkScope; id: string }
  /** A paired phone, without an account. */
  | { kind: 'device'; eventId: string; scanner: Scanner };

export type LinkScope = 'booking' | 'ticket' | 'preview' | 'waiting';

export interface SignedIn {
  id: string;
  name: string;
  email: string;
  emailVerified: boolean;
  role: Role;
  permissions: ReadonlySet<Permission>;
  /** Null: all events. */
  eventIds: ReadonlySet<string> | null;
}

/**
 * Whether the caller has the permission for that event, or without an event for all of them: callers limited to named
 * events have not. Lists ask `mayForSome` and show what `eventIds` allows.
 */
export function may(caller: Caller, permission: Permission, eventId?: string): boolean {
  if (caller.kind === 'device')
    return (
      eventId === caller.eventId && (permission === 'CHECK_IN' || (permission === 'SELL' && caller.scanner.maySell))
    );
  if (caller.kind !== 'user' || !caller.user.permissions.has(permission)) return false;
  const { eventIds } = caller.user;
  return eventIds === null || (eventId !== undefined && eventIds.has(eventId));
}

/** Whether the caller has the permission for at least some events. */
export function mayForSome(caller: Caller, permission: Permission): boolean {
  return caller.kind === 'user' && caller.user.permissions.has(permission);
}

export function isStaff(caller: Caller): boolean {
  return caller.kind === 'user' && caller.user.role !== 'attendee';
}

/** Refuses as not signed in, or a known caller as forbidden. */
export function notAllowed(caller: Caller): Refusal {
  return refusal(caller.kind === 'anonymous' ? 'not_signed_in' : 'forbidden');
}
