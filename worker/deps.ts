/**
 * Everything that touches the world outside the code. Use cases take the part they need
 * (`Pick<Deps, 'clock' | 'bookings'>`), and the composition in `worker/compose` makes the parts. A store's type is
 * written once, by its factory in `worker/db`; interfaces are for what has several implementations.
 */
import type { AccountDeps } from './deps/account.ts';
import type { BookingDeps } from './deps/booking.ts';
import type { BoxOfficeRoom } from './deps/box-office.ts';
import type { DoorDeps, DoorRoom } from './deps/door.ts';
import type { EventDeps } from './deps/event.ts';
import type { MailDeps, PostmanRoom } from './deps/mail.ts';
import type { OrganizationDeps } from './deps/organization.ts';
import type { OverviewDeps } from './deps/overview.ts';
import type { PaymentDeps } from './deps/payment.ts';
import type { RequestDeps } from './deps/request.ts';
import type { Ground } from './ground.ts';

export type * from './deps/account.ts';
export type * from './deps/booking.ts';
export type * from './deps/box-office.ts';
export type * from './deps/door.ts';
export type * from './deps/event.ts';
export type * from './deps/mail.ts';
export type * from './deps/organization.ts';
export type * from './deps/overview.ts';
export type * from './deps/payment.ts';
export type * from './deps/request.ts';
export type * from './ground.ts';

/** All of it, as a request gets it. */
export interface Deps
  extends
    Core,
    AccountDeps,
    BookingDeps,
    DoorDeps,
    EventDeps,
    OrganizationDeps,
    OverviewDeps,
    PaymentDeps,
    MailDeps,
    RequestDeps {}

export interface Core extends Ground {
  rooms: Rooms;
}

/** The rooms as others see them. Each call may fail when the room is away; callers answer `unavailable`. */
export interface Rooms {
  boxOffice(eventId: string): BoxOfficeRoom;
  door(eventId: string): DoorRoom;
  postman(): PostmanRoom;
}
