import type { ImageStore } from '../db/event/image-store.ts';
import type { ListingStore } from '../db/event/listing-store.ts';
import type { EventStore } from '../db/event/store.ts';

export type { EventStore, NewEvent } from '../db/event/store.ts';
export type {
  ListingStore,
  PublicFilter,
  StaffFilter,
  ListingCursor,
  ListedEvent,
  ListedForStaff,
} from '../db/event/listing-store.ts';
export type { ImageStore, ImageFound } from '../db/event/image-store.ts';

export interface EventDeps {
  events: EventStore;
  listing: ListingStore;
  images: ImageStore;
}
