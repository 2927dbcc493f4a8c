import type { ImageStore } from '../db/event/image-store.ts';
import type { ListingStore } from '../db/event/listing-store.ts';
import type { EventStore } from '../db/event/store.ts';

export type { NewEvent } from '../db/event/store.ts';
export type { ListedEvent, ListedForStaff, ListingCursor, StaffFilter } from '../db/event/listing-store.ts';

export interface EventDeps {
  events: EventStore;
  listing: ListingStore;
  images: ImageStore;
}
