import type { FullEvent } from '#domain/event/event.ts';
import { viewPublic } from './view.ts';

const written = new WeakMap<FullEvent, { second: number; json: string }>();

/** The public event as JSON, written at most once a second: a crowd asks for the same one. */
export function publicEventJson(fullEvent: FullEvent, now: Date, site: Parameters<typeof viewPublic>[2]): string {
  const second = Math.floor(now.getTime() / 1000);
  const known = written.get(fullEvent);
  if (known?.second === second) return known.json;
  const json = JSON.stringify(viewPublic(fullEvent, now, site));
  written.set(fullEvent, { second, json });
  return json;
}
