import { generateKeyPairSync, sign } from 'node:crypto';
import { v7 } from 'uuid';
import { type PackEntry, type PackHead, type PackTicket } from '#domain/door/pack.ts';
import { type OpenPack, openPack } from '#domain/door/read-pack.ts';
import { encodeToken, eventTag, parseToken, signedPart } from '#domain/ticket/token.ts';
import { entrySection, joined, packEnd, packStart, ticketSection } from '#domain/door/write-pack.ts';
import { hashNumber, partyTag, sealName } from '../usecases/ticket/seal-name.ts';

type Facts = PackHead['facts'];

/** A door's facts and tickets with real signatures, as a room would pack them. */
export function sealedDoor(changes: Partial<Facts> = {}) {
  const { publicKey, privateKey } = generateKeyPairSync('ed25519');
  const rawKey = Buffer.from(publicKey.export({ format: 'jwk' }).x!, 'base64url');
  const now = Date.now();
  const type = (index: number, name: string) => ({
    id: v7(),
    index,
    name,
    doorNote: '',
    validFrom: null,
    validUntil: null,
    sessionIds: [],
  });
  const types = [type(0, 'General'), type(1, 'VIP')];
  const facts: Facts = {
    event: {
      id: v7(),
      title: 'Night',
      timeZone: 'UTC',
      currency: 'EUR',
      isCancelled: false,
      reEntry: false,
      houseCapacity: null,
      rehearsal: null,
    },
    sessions: [{ id: v7(), name: '', startsAt: now - 3_600_000, endsAt: now + 5 * 3_600_000 }],
    types,
    gates: [
      { id: v7(), name: 'North', typeIds: [] },
      { id: v7(), name: 'VIP door', typeIds: [types[1]!.id] },
    ],
    keys: [{ keyId: 1, publicKey: rawKey.toString('base64'), revoked: false }],
    ...changes,
  };
  const codeOf = ({ id, revision = 1, typeIndex = 0, eventId = facts.event.id }: Code) => {
    const signed = signedPart({
      keyId: 1,
      eventTag: eventTag(eventId),
      ticketId: id,
      revision,
      typeIndex,
      issuedAt: new Date(now),
    });
    return encodeToken(signed, new Uint8Array(sign(null, signed, privateKey)));
  };
  const ticket = (fields: Partial<PackTicket> & { name?: string; number?: string; bookingId?: string } = {}) => {
    const { name = 'Ada Lovelace', number = 'ACDE3467', bookingId = v7(), ...rest } = fields;
    const id = rest.id ?? v7();
    const revision = rest.revision ?? 1;
    const nameVersion = 7;
    const code = codeOf({ id, revision, typeIndex: rest.typeIndex ?? 0 });
    const { signature } = parseToken(code)!;
    const packed: PackTicket = {
      id,
      revision,
      nameVersion,
      typeIndex: 0,
      status: 'valid',
      amountDueMinor: null,
      numberHash: hashNumber(facts.event.id, number),
      partyTag: partyTag(bookingId),
      sealedName: sealName({ name, signature, revision, nameVersion }),
      ...rest,
    };
    return { ...packed, code, number, name };
  };
  const pack = (
    tickets: PackTicket[],
    entries: PackEntry[] = [],
    head: Partial<PackHead> = {},
  ): { bytes: Uint8Array; pack: OpenPack } => {
    const bytes = joined([
      packStart({ cursor: '1.1.1', isWhole: true, madeAt: now, facts, ...head }),
      ticketSection(tickets.toSorted((a, b) => (a.id < b.id ? -1 : 1))),
      entrySection(entries),
      packEnd(),
    ]);
    return { bytes, pack: openPack(bytes)! };
  };
  return { facts, codeOf, ticket, pack };
}

interface Code {
  id: string;
  revision?: number;
  typeIndex?: number;
  eventId?: string;
}
