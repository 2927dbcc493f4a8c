import type { DoorFacts } from '#domain/door/door.ts';
import type { VerificationKey } from '../../worker/usecases/ticket/verify-code.ts';
import type { Copy, CopyParts, PullResult } from './copy-parts.ts';
import { patiently } from './patiently.ts';
import { rebuild } from './rebuild.ts';

const PAGE = 2000;
/** Postgres was away a moment ago: a scan does not wait to be told again. */
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
      parts.log.warn('door could not pull', { eventId: parts.eventId, error: String(error) });
      return 'away';
    }
  };
  const start = () => {
    waiting = null;
    running = pullNow().finally(() => (running = null));
    return running;
  };
  // One pull at a time; whoever asks while one runs shares the next, which sees what the running one may have missed.
  const pull = () => {
    if (!running) return start();
    waiting ??= running.then(start);
    return waiting;
  };
  return {
    facts: () => facts,
    keys: () => keys,
    pull: () => pull(),
    pullForScan: () => (Date.now() < awayUntil ? Promise.resolve('away') : patiently(pull(), 'away')),
  };
}

async function pullOnce(parts: CopyParts, before: DoorFacts | null): Promise<DoorFacts | null> {
  const { ledger, source, eventId } = parts;
  const facts = await source.readFacts(eventId);
  if (!facts) return null;
  if (before?.epoch !== facts.epoch || ledger.number('rebuilt') === 0) await rebuild(parts, facts);
  for (let cursor = ledger.number('cursor'); cursor < facts.ticketSeq;) {
    const page = await source.readTickets(eventId, cursor, PAGE);
    if (page.length === 0) break;
    cursor = page.at(-1)!.seq;
    parts.transaction(() => {
      ledger.tickets.save(page);
      ledger.keepNumber('cursor', cursor);
    });
    parts.onChange();
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
