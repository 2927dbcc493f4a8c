import { eq, sql } from 'drizzle-orm';
import { signInMethods, users } from '../../db/schema.ts';
import type { Actor } from '../../deps.ts';
import { publish, saveGates, saveTicketTypes } from '#domain/event/edit.ts';
import type { FullEvent, TicketTypeFields } from '#domain/event/event.ts';
import type { Role } from '#domain/account/permission.ts';
import type { Outcome } from '#domain/refusal.ts';
import { hashPassword } from '../../outside/account/password.ts';
import { draftEvent, type EventDraft } from '../../usecases/event/draft-event.ts';
import type { Workshop } from './workshop.ts';

export interface NewPerson {
  name?: string;
  email: string;
  password?: string;
  role?: Role;
  verified?: boolean;
}

/** An account as sign-up creates it; an existing one with the address gets this password and role. */
export async function makeUser({ db, deps }: Workshop, person: NewPerson): Promise<{ id: string; email: string }> {
  const email = person.email.toLowerCase();
  const [known] = await db
    .select({ id: users.id })
    .from(users)
    .where(sql`lower(${users.email}) = ${email}`);
  const id = known?.id ?? deps.ids.uuid();
  const fields = { role: person.role ?? 'attendee', emailVerified: person.verified ?? true };
  if (known) await db.update(users).set(fields).where(eq(users.id, id));
  else await db.insert(users).values({ id, name: person.name ?? email.split('@')[0] ?? email, email, ...fields });
  if (person.password) await setPassword({ db, deps } as Workshop, id, person.password);
  return { id, email };
}

async function setPassword({ db, deps }: Workshop, userId: string, password: string): Promise<void> {
  const credential = { userId, providerId: 'credential', accountId: userId, password: await hashPassword(password) };
  await db
    .insert(signInMethods)
    .values({ id: deps.ids.uuid(), ...credential })
    .onConflictDoUpdate({
      target: [signInMethods.providerId, signInMethods.accountId],
      set: { password: credential.password },
    });
}

export type TypePlan = Partial<TicketTypeFields> & {
  name: string;
  priceMinor: number;
  quotas: string[];
  /** A name by which another type can require it. */
  key?: string;
  requires?: string;
};

/** An event as staff would create it, step by step; quotas are named by their keys. */
export interface EventPlan {
  draft: EventDraft;
  sessions?: { name: string; startsAt: Date; endsAt: Date }[];
  quotas: Record<string, number | null>;
  ticketTypes: TypePlan[];
  gates?: string[];
  published?: boolean;
}

const PLAIN: Omit<TicketTypeFields, 'name' | 'priceMinor'> = {
  description: '',
  payWhatYouWant: false,
  taxRateBasisPoints: 0,
  saleStartsAt: null,
  saleEndsAt: null,
  minPerBooking: 1,
  maxPerBooking: null,
  hidden: false,
  validFrom: null,
  validUntil: null,
  doorNote: '',
  places: 1,
};

export async function makeEvent({ deps }: Workshop, plan: EventPlan, by: Actor): Promise<FullEvent> {
  const newId = () => deps.ids.uuid();
  const sessions = plan.sessions?.map((session) => ({ ...session, id: newId() }));
  const { event } = done(await draftEvent(deps, { draft: plan.draft, begins: sessions && { sessions } }, by));
  const quotas = Object.entries(plan.quotas).map(([key, size]) => ({ key, name: key, size }));
  const ticketTypes = plan.ticketTypes.map((type) => ({ ...PLAIN, ...type }));
  const wanted = { version: event.version, quotas, ticketTypes };
  let fullEvent = done(
    await deps.events.change(
      event.id,
      (before) => saveTicketTypes(before, wanted, newId),
      act(by, 'event.ticket_types'),
    ),
  );
  if (plan.gates) {
    const gates = plan.gates.map((name) => ({ name, ticketTypeIds: [] }));
    fullEvent = done(
      await deps.events.change(
        event.id,
        (before) => saveGates(before, { version: null, gates }, newId),
        act(by, 'event.gates'),
      ),
    );
  }
  if (plan.published ?? true)
    fullEvent = done(
      await deps.events.change(event.id, (before) => publish(before, deps.clock.now()), act(by, 'event.publish')),
    );
  return fullEvent;
}

const act = (by: Actor, action: string) => ({ ...by, action });

function done(outcome: Outcome<{ fullEvent: FullEvent }>): FullEvent {
  if (!outcome.ok) throw new Error(`${outcome.code}: ${JSON.stringify(outcome.details)}`);
  return outcome.fullEvent;
}

/** A published event that begins in a week: two paid types and a free one share a quota. */
export function plainEvent(changes: Partial<EventPlan> = {}, size: number | null = 100): EventPlan {
  const startsAt = new Date(Math.ceil(Date.now() / 3_600_000) * 3_600_000 + 7 * 86_400_000);
  const endsAt = new Date(startsAt.getTime() + 4 * 3_600_000);
  return {
    draft: {
      title: 'Evening',
      startsAt,
      endsAt,
      timeZone: 'Europe/Berlin',
      currency: 'EUR',
      venueName: 'Hall',
      city: 'Berlin',
    },
    quotas: { House: size },
    ticketTypes: [
      { name: 'Full', priceMinor: 2500, quotas: ['House'] },
      { name: 'Reduced', priceMinor: 1500, quotas: ['House'] },
      { name: 'Free', priceMinor: 0, quotas: ['House'] },
    ],
    gates: ['Main entrance', 'Side door'],
    ...changes,
  };
}
