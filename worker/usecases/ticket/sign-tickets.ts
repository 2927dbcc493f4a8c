import type { Core } from '../../deps.ts';
import type { EventKey } from '#domain/ticket/event-key.ts';
import { encodeToken, eventTag, signedPart } from '#domain/ticket/token.ts';

export interface SignableTicket {
  id: string;
  eventId: string;
  revision: number;
  typeIndex: number;
  issuedAt: Date;
  keyId: number;
}

const opened = new Map<string, Uint8Array>();

/**
 * Returns the text of each ticket's QR code by ticket id. Ed25519 signatures are deterministic (RFC 8032), so a ticket has
 * the same code every time and none is stored. Throws where a ticket's key is not among `keys`.
 */
export async function signTickets(
  deps: Pick<Core, 'signer' | 'seals'>,
  keys: EventKey[],
  tickets: SignableTicket[],
): Promise<Map<string, string>> {
  const codes = await Promise.all(
    tickets.map(async (ticket) => [ticket.id, await signTicket(deps, keys, ticket)] as const),
  );
  return new Map(codes);
}

async function signTicket(
  deps: Pick<Core, 'signer' | 'seals'>,
  keys: EventKey[],
  ticket: SignableTicket,
): Promise<string> {
  const key = keys.find((row) => row.eventId === ticket.eventId && row.keyId === ticket.keyId);
  if (!key) throw new Error(`Event ${ticket.eventId} has no key ${ticket.keyId}`);
  const signed = signedPart({ ...ticket, eventTag: eventTag(ticket.eventId), ticketId: ticket.id });
  return encodeToken(signed, await deps.signer.sign(signed, await privateKeyOf(deps, key)));
}

async function privateKeyOf(deps: Pick<Core, 'seals'>, key: EventKey): Promise<Uint8Array> {
  const name = `${key.eventId} ${key.keyId}`;
  const known = opened.get(name);
  if (known) return known;
  const privateKey = await deps.seals.open(key.privateKeySealed, `event-key ${key.eventId}`);
  if (opened.size > 200) opened.clear();
  opened.set(name, privateKey);
  return privateKey;
}
