import type { EventWhole } from '#domain/event/event.ts';
import { viewPublic } from './view.ts';

const written = new WeakMap<EventWhole, { second: number; json: string }>();

/** The public event as JSON, written at most once a second: a crowd asks for the same one. */
export function publicEventJson(whole: EventWhole, now: Date, site: Parameters<typeof viewPublic>[2]): string {
  const second = Math.floor(now.getTime() / 1000);
  const known = written.get(whole);
  if (known?.second === second) return known.json;
  const json = JSON.stringify(viewPublic(whole, now, site));
  written.set(whole, { second, json });
  return json;
}
