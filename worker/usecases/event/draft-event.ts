import type { Actor, NewEvent, Deps } from '../../deps.ts';
import { isReserved, slugFrom, type FullEvent } from '#domain/event/event.ts';
import { refusal, type Outcome } from '#domain/refusal.ts';

export type DraftDeps = Pick<Deps, 'events' | 'ids' | 'signer' | 'seals'>;
export type EventDraft = Omit<NewEvent['fields'], 'slug'> & { slug?: string };
const SUFFIX = 'abcdefghjkmnpqrstuvwxyz23456789';

interface Wanted {
  draft: EventDraft;
  /** The draft's parts besides its fields; without sessions it has one, over the event's own times. */
  begins?: Partial<Pick<NewEvent, 'sessions' | 'change'>>;
}

/** Makes a draft and the key pair that will sign its tickets. A draft without a slug gets one from its title. */
export async function draftEvent(
  deps: DraftDeps,
  { draft, begins = {} }: Wanted,
  by: Actor,
): Promise<Outcome<{ fullEvent: FullEvent }>> {
  if (draft.endsAt <= draft.startsAt)
    return refusal('invalid_request', {
      fields: [{ path: 'endsAt', message: 'Must be after the start', reason: 'too_early' }],
    });
  if (draft.slug && isReserved(draft.slug)) return refusal('slug_taken', { slug: draft.slug });
  const id = deps.ids.uuid();
  const { startsAt, endsAt } = draft;
  const sessions = begins.sessions ?? [{ id: deps.ids.uuid(), name: '', startsAt, endsAt }];
  const event = { id, key: await makeKey(deps, id), sessions, change: begins.change };
  const wanted = draft.slug ?? slugFrom(draft.title);
  const others = Array.from({ length: 4 }, () => `${wanted}-${deps.ids.characters(SUFFIX, 5)}`);
  for (const slug of draft.slug ? [wanted] : [wanted, ...others]) {
    const made = await deps.events.create({ ...event, fields: { ...draft, slug } }, by);
    if (made.ok || made.code !== 'slug_taken') return made;
  }
  return refusal('slug_taken', { slug: wanted });
}

async function makeKey(deps: DraftDeps, eventId: string): Promise<NewEvent['key']> {
  const { publicKey, privateKey } = await deps.signer.generate();
  return { publicKey, privateKeySealed: await deps.seals.seal(privateKey, `event-key ${eventId}`) };
}
