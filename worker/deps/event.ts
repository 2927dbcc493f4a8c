export type { NewEvent } from '../db/event/store.ts';
export type { ListedEvent, ListedForStaff, ListingCursor, StaffFilter } from '../db/event/listing-store.ts';
