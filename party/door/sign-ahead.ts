import type { EventKey } from '#domain/ticket/event-key.ts';
import type { Core, DoorSource } from '../../worker/deps.ts';
import { parseToken } from '#domain/ticket/token.ts';
import { sealName } from '../../worker/usecases/ticket/seal-name.ts';
import { signTickets } from '../../worker/usecases/ticket/sign-tickets.ts';
import type { Copy } from './copy-parts.ts';
import type { Ledger } from './ledger.ts';
import type { SignedTicket, UnsignedTicket } from './ticket-ledger.ts';

export interface SigningParts extends Pick<Core, 'signer' | 'seals' | 'log' | 'ids'> {
  doorId: string;
  ledger: Ledger;
  source: DoorSource;
  facts: Copy['facts'];
}

/** A larger batch would keep scans waiting. */
const BATCH = 50;

/**
 * Signs the codes of tickets ahead of their scans. Ed25519 gives one signature per key and message, so an equal code is
 * genuine, and comparing takes a hundredth of the time that checking takes. Codes that are not signed ahead are checked.
 * The same step seals the name under the code, for the scanners' packs.
 */
export function createSigningAhead(parts: SigningParts): () => void {
  let isRunning = false;
  const run = async () => {
    const keys = new Map<number, EventKey>();
    for (let tickets; (tickets = parts.ledger.tickets.unsigned(BATCH)).length > 0;) {
      if (tickets.some(({ keyId }) => !keys.has(keyId)))
        for (const key of await parts.source.readKeys(parts.doorId)) keys.set(key.keyId, key);
      await signBatch(parts, [...keys.values()], tickets);
      await new Promise((resolve) => setTimeout(resolve, 0));
    }
  };
  return () => {
    if (isRunning) return;
    isRunning = true;
    void run()
      .catch((error: unknown) =>
        parts.log.warn('door could not sign ahead', { doorId: parts.doorId, error: String(error) }),
      )
      .finally(() => (isRunning = false));
  };
}

async function signBatch(
  parts: SigningParts,
  keys: EventKey[],
  tickets: ReturnType<Ledger['tickets']['unsigned']>,
): Promise<void> {
  const { doorId: eventId, ledger } = parts;
  const indexes = new Map(parts.facts()?.types.map((type) => [type.id, type.index]));
  const signable = tickets.map((ticket) => ({
    ...ticket,
    eventId,
    typeIndex: indexes.get(ticket.typeId)!,
    issuedAt: new Date(ticket.issuedAt),
  }));
  const codes = await signTickets(parts, keys, signable);
  ledger.tickets.keepCodes(tickets.map((ticket) => sealed(parts, ticket, codes.get(ticket.id)!)));
}

function sealed({ ids }: SigningParts, ticket: UnsignedTicket, code: string): SignedTicket {
  // The end of a version 7 UUID is random.
  const nameVersion = Number.parseInt(ids.uuid().slice(-8), 16);
  const { attendeeName: name, revision } = ticket;
  const { signature } = parseToken(code)!;
  return { ticket, code, nameVersion, sealedName: sealName({ name, signature, revision, nameVersion }) };
}
