/**
 * Everything that touches the world outside the code. Use cases take the part they need
 * (`Pick<Deps, 'clock' | 'bookings'>`), and the composition in `worker/compose` makes the parts. A store's type is
 * written once, by its factory in `worker/db`, and `worker/stores.ts` lists them; interfaces are for what has several
 * implementations.
 */
import type { BoxOfficeRoom } from './deps/box-office.ts';
import type { DoorRoom } from './deps/door.ts';
import type { DocumentDeps, PostmanRoom } from './deps/mail.ts';
import type { PaymentDeps } from './deps/payment.ts';
import type { Ground } from './ground.ts';
import type { Stores } from './stores.ts';

export type * from './deps/box-office.ts';
export type * from './deps/door.ts';
export type * from './deps/mail.ts';
export type * from './deps/payment.ts';
export type * from './ground.ts';
export type * from './stores.ts';

/** All of it, as a request gets it. */
export interface Deps extends Core, Stores, PaymentDeps, DocumentDeps {
  /** Which outside parts are set up. */
  configured: { stripe: boolean; mail: boolean };
}

export interface Core extends Ground {
  rooms: Rooms;
}

/** The rooms as others see them. Each call may fail when the room is away; callers answer `unavailable`. */
export interface Rooms {
  boxOffice(eventId: string): BoxOfficeRoom;
  door(eventId: string): DoorRoom;
  postman(): PostmanRoom;
}
