import type { Actor, Deps, NewEvent } from '../../deps.ts';
import { isReserved, slugFrom, type EventWhole } from '#domain/event/event.ts';
import { refusal, type Outcome } from '#domain/refusal.ts';

type Needs = Pick<Deps, 'events' | 'ids' | 'signer' | 'seals'>;
export type EventDraft = Omit<NewEvent['fields'], 'slug'> & { slug?: string };
const SUFFIX = 'abcdefghjkmnpqrstuvwxyz23456789';

/** A draft with one session and the key pair that will sign its tickets. Without an address it gets one from its title. */
export async function createEvent(
  deps: Needs,
  draft: EventDraft,
  by: Actor,
  begins: Partial<Pick<NewEvent, 'sessions' | 'change'>> = {},
): Promise<Outcome<{ whole: EventWhole }>> {
  if (draft.endsAt <= draft.startsAt)
    return refusal('invalid_request', {
      fields: [{ path: 'endsAt', message: 'Must be after the start', reason: 'too_early' }],
    });
  if (draft.slug && isReserved(draft.slug)) return refusal('slug_taken', { slug: draft.slug });
  const id = deps.ids.uuid();
  const key = await makeKey(deps, id);
  const sessions = begins.sessions ?? [
    { id: deps.ids.uuid(), name: '', startsAt: draft.startsAt, endsAt: draft.endsAt },
  ];
  const wanted = draft.slug ?? slugFrom(draft.title);
  const tries = draft.slug
    ? [wanted]
    : [wanted, ...Array.from({ length: 4 }, () => `${wanted}-${deps.ids.characters(SUFFIX, 5)}`)];
  for (const slug of tries) {
    const made = await deps.events.create({ id, fields: { ...draft, slug }, key, sessions, change: begins.change }, by);
    if (made.ok || made.code !== 'slug_taken') return made;
  }
  return refusal('slug_taken', { slug: wanted });
}

async function makeKey(deps: Needs, eventId: string): Promise<NewEvent['key']> {
  const { publicKey, privateKey } = await deps.signer.generate();
  return { publicKey, privateKeySealed: await deps.seals.seal(privateKey, `event-key ${eventId}`) };
}
