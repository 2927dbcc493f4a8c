import type { DoorFacts, ScanRequest, TicketFacts } from '#domain/door/door.ts';
import { parseNumber } from '#domain/ticket/number.ts';
import { type ParsedToken, eventTag, parseToken } from '#domain/ticket/token.ts';
import { verifyCode } from '../../worker/usecases/ticket/verify-code.ts';
import type { DoorParts } from './parts.ts';

/**
 * The result of reading a scan, before its turn. `signedOnly` is a ticket that is known only by its signature while
 * Postgres is away, so that a ticket that was sold a second ago is admitted.
 */
export type Recognised =
  | { kind: 'unknown' | 'foreign' }
  | { kind: 'ticket'; ticketId: string; revision: number | null; signedOnly?: TicketFacts };

/** A token that equals the ticket's stored code needs no signature check; any other is checked and takes another turn. */
export interface UncheckedToken {
  kind: 'token';
  token: ParsedToken;
}

const UNKNOWN: Recognised = { kind: 'unknown' };
const FOREIGN: Recognised = { kind: 'foreign' };

export async function recognise(door: DoorParts, scan: ScanRequest): Promise<Recognised | UncheckedToken> {
  if (scan.ticketId) return byId(door, scan.ticketId);
  const token = parseToken(scan.code ?? '');
  if (token) return token.eventTag === eventTag(door.doorId) ? { kind: 'token', token } : foreignToken(door, token);
  const number = parseNumber(scan.code ?? '');
  return number ? byNumber(door, number) : UNKNOWN;
}

/** Checks the signature, and pulls a ticket or key that the copy doesn't have yet. */
export async function checkToken(door: DoorParts, token: ParsedToken): Promise<Recognised> {
  if (!door.copy.keys().some((key) => key.keyId === token.keyId)) await door.copy.pullForScan();
  if (!(await verifyCode(door.signer, door.copy.keys(), token))) return UNKNOWN;
  const found: Recognised = { kind: 'ticket', ticketId: token.ticketId, revision: token.revision };
  const known = door.ledger.tickets.find(token.ticketId);
  // A ticket without a number is known only by an earlier signature.
  if (known?.number && known.revision >= token.revision) return found;
  const pulled = await door.copy.pullForScan();
  if (door.ledger.tickets.find(token.ticketId)) return found;
  const type = door.copy.facts()?.types.find((one) => one.index === token.typeIndex);
  return pulled === 'away' && type ? { ...found, signedOnly: signedTicket(token, type.id) } : UNKNOWN;
}

const signedTicket = (token: ParsedToken, typeId: string): TicketFacts => ({
  id: token.ticketId,
  number: null,
  typeId,
  bookingId: null,
  status: 'valid',
  revision: token.revision,
  attendeeName: '',
  amountDueMinor: null,
});

/** Tells another event's ticket from a forgery by that event's key. Without Postgres the tag has to do. */
async function foreignToken(door: DoorParts, token: ParsedToken): Promise<Recognised> {
  const found = await elsewhere(door, { id: token.ticketId });
  if (found === 'away') return FOREIGN;
  return found && (await verifyCode(door.signer, found, token)) ? FOREIGN : UNKNOWN;
}

async function byNumber(door: DoorParts, number: string): Promise<Recognised> {
  if (!door.ledger.tickets.findByNumber(number)) await door.copy.pullForScan();
  const ticket = door.ledger.tickets.findByNumber(number);
  if (ticket) return { kind: 'ticket', ticketId: ticket.id, revision: null };
  const found = await elsewhere(door, { number });
  return found && found !== 'away' ? FOREIGN : UNKNOWN;
}

async function byId(door: DoorParts, id: string): Promise<Recognised> {
  if (!door.ledger.tickets.find(id)) await door.copy.pullForScan();
  if (door.ledger.tickets.find(id)) return { kind: 'ticket', ticketId: id, revision: null };
  const found = await elsewhere(door, { id });
  return found && found !== 'away' ? FOREIGN : UNKNOWN;
}

type ElsewhereKeys = ReturnType<DoorParts['copy']['keys']>;

async function elsewhere(
  door: DoorParts,
  ticket: { id?: string; number?: string },
): Promise<ElsewhereKeys | 'away' | null> {
  try {
    const found = await door.source.findElsewhere(ticket);
    return found && found.eventId !== door.doorId ? found.keys.map(decoded) : null;
  } catch {
    return 'away';
  }
}

const decoded = (key: DoorFacts['keys'][number]) => ({
  ...key,
  publicKey: Uint8Array.from(atob(key.publicKey), (character) => character.charCodeAt(0)),
});
