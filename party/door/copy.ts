import type { DoorFacts } from '#domain/door/door.ts';
import type { VerificationKey } from '../../worker/usecases/ticket/verify-code.ts';
import type { Copy, CopyParts, PullResult } from './copy-parts.ts';
import { raiseLateChanges } from './raise-late-changes.ts';
import { rebuild } from './rebuild.ts';
import { withTimeLimit } from './time-limit.ts';

const PAGE = 2000;
/** For this time after a failed pull no scan waits for Postgres. */
const AWAY_MS = 2000;

export function createCopy(parts: CopyParts): Copy {
  let facts = parts.ledger.facts();
  let keys = facts ? keysOf(facts) : [];
  let running: Promise<PullResult> | null = null;
  let waiting: Promise<PullResult> | null = null;
  let awayUntil = 0;

  const pullNow = async (): Promise<PullResult> => {
    try {
      const pulled = await pullOnce(parts, facts);
      if (!pulled) return 'no_such_event';
      facts = pulled;
      keys = keysOf(pulled);
      parts.onPulled();
      return 'fresh';
    } catch (error) {
      awayUntil = Date.now() + AWAY_MS;
      parts.log.warn('door could not pull', { doorId: parts.doorId, error: String(error) });
      return 'away';
    }
  };
  const start = () => {
    waiting = null;
    running = pullNow().finally(() => (running = null));
    return running;
  };
  // One pull at a time. Calls during a pull share the next one, which sees what the running one can have missed.
  const pull = () => {
    if (!running) return start();
    waiting ??= running.then(start);
    return waiting;
  };
  return {
    facts: () => facts,
    keys: () => keys,
    pull: () => pull(),
    pullForScan: () => (Date.now() < awayUntil ? Promise.resolve('away') : withTimeLimit(pull(), 'away')),
  };
}

async function pullOnce(parts: CopyParts, before: DoorFacts | null): Promise<DoorFacts | null> {
  const { ledger, source, doorId } = parts;
  const facts = await source.readFacts(doorId);
  if (!facts) return null;
  if (before?.epoch !== facts.epoch || ledger.number('rebuilt') === 0) await rebuild(parts, facts);
  for (let cursor = ledger.number('cursor'); cursor < facts.ticketSeq;) {
    const page = await source.readTickets(doorId, cursor, PAGE);
    if (page.length === 0) break;
    cursor = page.at(-1)!.seq;
    const conflicts = parts.transaction(() => {
      // Of a cancelled event everyone inside would be a conflict, and the supervisor knows.
      const raised = facts.event.isCancelled ? [] : raiseLateChanges(parts, page);
      ledger.tickets.save(page);
      ledger.keepNumber('cursor', cursor);
      return raised;
    });
    parts.onChange();
    for (const id of conflicts) parts.onConflict(facts, id);
  }
  if (JSON.stringify(before) !== JSON.stringify(facts)) {
    ledger.keepFacts(facts);
    parts.onChange();
  }
  return facts;
}

const keysOf = (facts: DoorFacts): VerificationKey[] =>
  facts.keys.map((key) => ({
    ...key,
    publicKey: Uint8Array.from(atob(key.publicKey), (character) => character.charCodeAt(0)),
  }));
