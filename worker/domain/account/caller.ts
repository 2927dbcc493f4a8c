import type { Scanner } from '../door/door.ts';
import type { Permission, Role } from './permission.ts';

/** Whoever makes a request, as far as the API can prove it. */
export type Caller =
  | { kind: 'anonymous' }
  | { kind: 'user'; user: SignedIn }
  /** A secret link's bearer token; it is believed once its row's version was compared. */
  | { kind: 'link'; token: string; scope: 'booking' | 'ticket' | 'preview' | 'waiting'; id: string }
  /** A paired phone, without an account. */
  | { kind: 'device'; eventId: string; scanner: Scanner };

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
