/**
 * Everything that touches the world outside the code: the only interfaces that a test has to replace. Use cases take
 * the part they need (`Pick<Deps, 'clock' | 'bookings'>`); the composition in `worker/` builds the real ones.
 */
import type { BookingDeps, BoxOfficeRoom } from './deps/booking.ts';
import type { DoorDeps, DoorRoom } from './deps/door.ts';
import type { OfficeDeps } from './deps/office.ts';
import type { PostDeps, PostmanRoom } from './deps/post.ts';
import type { SaleDeps } from './deps/sale.ts';
import type { Ground } from './ground.ts';

export type * from './deps/booking.ts';
export type * from './deps/door.ts';
export type * from './deps/office.ts';
export type * from './deps/post.ts';
export type * from './deps/sale.ts';
export type * from './ground.ts';

/** All of it, as a request gets it. */
export interface Deps extends Core, BookingDeps, DoorDeps, OfficeDeps, PostDeps, SaleDeps {}

export interface Core extends Ground {
  rooms: Rooms;
}

/** The rooms as others see them. Each call may fail when the room is away; callers answer `unavailable`. */
export interface Rooms {
  boxOffice(eventId: string): BoxOfficeRoom;
  door(eventId: string): DoorRoom;
  postman(): PostmanRoom;
}
