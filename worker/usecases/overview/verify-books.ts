import type { Core, Drift, VerifyStore } from '../../deps.ts';

type VerifyDeps = Pick<Core, 'clock' | 'ids' | 'log'> & { verify: VerifyStore };
const MOST_KEPT = 20;

/** Recomputes every counter and invariant from the rows, and enters into the audit log how many don't agree. */
export async function verifyBooks(deps: VerifyDeps): Promise<Drift[]> {
  const drifts = await deps.verify.findDrifts();
  for (const drift of drifts.slice(0, MOST_KEPT)) deps.log.error('the books do not agree', { ...drift });
  await deps.verify.note({
    id: deps.ids.uuid(),
    at: deps.clock.now(),
    by: { userId: null, name: 'everato' },
    action: 'books.verify',
    subjectType: 'books',
    subjectId: 'all',
    eventId: null,
    before: null,
    after: { drifts: drifts.length, first: drifts.slice(0, MOST_KEPT) },
  });
  return drifts;
}

/** Verifies once a day, whichever heartbeat comes first. */
export async function verifyBooksDaily(deps: VerifyDeps): Promise<void> {
  if (await deps.verify.isDue()) await verifyBooks(deps);
}
