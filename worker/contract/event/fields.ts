import { z } from 'zod';
import { Email, HexColour, Id, Time, TimeZone, optionalLine, shownLine } from '../field.ts';
import { saleFields } from './sale.ts';

export const EventStatus = z.enum(['draft', 'published', 'cancelled', 'archived']);
export const EventPhase = z.enum(['upcoming', 'live', 'ended']);
export const CATEGORIES = [
  'music',
  'arts',
  'food',
  'business',
  'tech',
  'sports',
  'community',
  'nightlife',
  'learning',
  'family',
  'other',
] as const;
export const EVENT_KINDS = ['in_person', 'online', 'hybrid'] as const;
export const Link = z.object({ label: shownLine(60), url: z.url({ protocol: /^https?$/ }).max(500) });
export const EventSession = z.object({ id: Id, name: z.string(), startsAt: Time, endsAt: Time });
export const SessionInput = z.object({ name: optionalLine(80).default(''), startsAt: Time, endsAt: Time });
export const MOST_SESSIONS = 50;
const Slug = z
  .string()
  .min(2)
  .max(80)
  .regex(/^[a-z0-9]+(-[a-z0-9]+)*$/);

/** The fields of an event that staff edit. */
export const eventFields = {
  title: shownLine(140),
  slug: Slug,
  summary: optionalLine(200),
  description: z.string().max(20_000),
  startsAt: Time,
  endsAt: Time,
  timeZone: TimeZone,
  venueName: optionalLine(140),
  venueAddress: optionalLine(300),
  city: optionalLine(100),
  latitude: z.number().min(-90).max(90).nullable(),
  longitude: z.number().min(-180).max(180).nullable(),
  onlineUrl: z
    .url({ protocol: /^https?$/ })
    .max(500)
    .nullable(),
  category: z.enum(CATEGORIES),
  kind: z.enum(EVENT_KINDS),
  tags: z.array(shownLine(30)).max(12),
  organizerName: optionalLine(140),
  contactEmail: Email.nullable(),
  links: z.array(Link).max(10),
  refundPolicy: z.string().max(4000),
  terms: z.string().max(20_000),
  bannerImageId: Id.nullable(),
  accent: HexColour,
  ...saleFields,
  reEntry: z.boolean(),
  houseCapacity: z.int().min(1).max(1_000_000).nullable(),
};
