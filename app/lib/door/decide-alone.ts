import { type Decision, type Subject, decideScan } from '#domain/door/admission.ts';
import { NUMBER_HASH_BYTES, type PackTicket, numberHashInput } from '#domain/door/pack.ts';
import type { DecidedScan, TicketFacts } from '#domain/door/door.ts';
import { verdictOf } from '#domain/door/scan-verdict.ts';
import { parseNumber } from '#domain/ticket/number.ts';
import { type ParsedToken, eventTag, parseToken } from '#domain/ticket/token.ts';
import { openName } from './open-name.ts';
import type { PackPicture } from './pack-picture.ts';
import type { OwnMove, WireScan } from './queued-scan.ts';
import { type VerifySignature, verifySignature } from './verify-signature.ts';

/**
 * Why a verdict is weaker than usual: `typed` rests on a number that anyone may have read, `unknown_ticket` on a good
 * signature alone, and `unverified` on the code's own claim.
 */
export type Flag = 'typed' | 'unknown_ticket' | 'unverified';
export interface AloneVerdict {
  verdict: DecidedScan;
  flag: Flag | null;
  move: OwnMove | null;
}

interface Seen {
  subject: Subject;
  flag: Flag | null;
  ticket: PackTicket | null;
}

interface Deciding {
  /** By the server's clock. */
  at: number;
  verify?: VerifySignature;
}

/** Decides a scan offline by the room's own rules, on the pack that the device carries. */
export async function decideAlone(
  picture: PackPicture,
  scan: WireScan & { sessionId?: string },
  { at, verify = verifySignature }: Deciding,
): Promise<AloneVerdict> {
  const { facts } = picture;
  const { subject, flag, ticket } = await recognise(picture, scan, verify);
  const gate = facts.gates.find(({ id }) => id === scan.gateId) ?? null;
  const decision = decideScan({
    subject,
    gate,
    now: at,
    direction: scan.direction,
    sessions: facts.sessions,
    askedSessionId: scan.sessionId ?? null,
    reEntry: facts.event.reEntry,
    entriesIn: ({ id }) =>
      subject.kind === 'ticket'
        ? picture.stays(subject.ticket.id, id, at).map((stay) => ({ ...stay, id: '', deviceName: '' }))
        : [],
    isFull: ({ id }) => facts.event.houseCapacity !== null && picture.inside(id) >= facts.event.houseCapacity,
  });
  const party = ticket ? picture.partyOf(ticket).filter(({ status }) => status === 'valid').length : 0;
  const verdict = {
    ...verdictOf(facts, scan, { subject, decision, now: at }),
    offline: true,
    ...(hasParty(ticket) && party > 1 && { partySize: party }),
  };
  return { verdict, flag, move: moveOf(subject, decision, { scan, at, gateName: gate?.name ?? '' }) };
}

function moveOf(
  subject: Subject,
  decision: Decision,
  { scan, at, gateName }: { scan: WireScan; at: number; gateName: string },
): OwnMove | null {
  if (subject.kind !== 'ticket' || (decision.result !== 'admitted' && decision.result !== 'exited')) return null;
  const { scanId, direction } = scan;
  return { scanId, direction, at, gateName, ticketId: subject.ticket.id, sessionId: decision.session.id };
}

async function recognise(picture: PackPicture, scan: WireScan, verify: VerifySignature): Promise<Seen> {
  if (scan.ticketId) return seenTicket(picture, picture.find(scan.ticketId), { flag: null });
  const token = parseToken(scan.code ?? '');
  if (token) return seenToken(picture, token, verify);
  const number = parseNumber(scan.code ?? '');
  if (!number) return UNKNOWN;
  const hash = await hashOf(numberHashInput(picture.facts.event.id, number));
  return seenTicket(picture, picture.findByNumberHash(hash), { flag: 'typed', number });
}

const UNKNOWN: Seen = { subject: { kind: 'unknown' }, flag: null, ticket: null };

async function seenToken(picture: PackPicture, token: ParsedToken, verify: VerifySignature): Promise<Seen> {
  const { event, keys, types } = picture.facts;
  if (token.eventTag !== eventTag(event.id)) return { subject: { kind: 'foreign' }, flag: 'unverified', ticket: null };
  const key = keys.find(({ keyId, revoked }) => keyId === token.keyId && !revoked);
  const publicKey = key && Uint8Array.from(atob(key.publicKey), (character) => character.charCodeAt(0));
  const { signed: message, signature, revision } = token;
  if (!publicKey || !(await verify({ publicKey, message, signature }))) return UNKNOWN;
  const ticket = picture.find(token.ticketId);
  if (ticket) {
    const attendeeName = ticket.revision === revision ? await openName(ticket, signature) : '';
    return seenTicket(picture, ticket, { flag: null, revision, attendeeName });
  }
  // Sold after the pack was made: its signature vouches for it.
  const type = types.find(({ index }) => index === token.typeIndex);
  if (!type) return UNKNOWN;
  const facts: TicketFacts = {
    id: token.ticketId,
    revision,
    typeId: type.id,
    number: null,
    bookingId: null,
    status: 'valid',
    attendeeName: '',
    amountDueMinor: null,
  };
  return { subject: { kind: 'ticket', ticket: facts, type, revision }, flag: 'unknown_ticket', ticket: null };
}

interface Read {
  flag: Flag | null;
  revision?: number;
  attendeeName?: string;
  number?: string;
}

function seenTicket(picture: PackPicture, ticket: PackTicket | null, read: Read): Seen {
  const type = picture.facts.types.find(({ index }) => index === ticket?.typeIndex);
  if (!ticket || !type) return UNKNOWN;
  const { id, status, revision, amountDueMinor } = ticket;
  const { flag, number = null, attendeeName = '' } = read;
  const facts = { id, status, revision, amountDueMinor, number, attendeeName, typeId: type.id, bookingId: null };
  return { subject: { kind: 'ticket', ticket: facts, type, revision: read.revision ?? null }, flag, ticket };
}

const hasParty = (ticket: PackTicket | null) => ticket !== null && !/^0*$/.test(ticket.partyTag);

async function hashOf(text: string): Promise<string> {
  const digest = await crypto.subtle.digest('SHA-256', new TextEncoder().encode(text));
  const bytes = new Uint8Array(digest, 0, NUMBER_HASH_BYTES);
  return Array.from(bytes, (byte) => byte.toString(16).padStart(2, '0')).join('');
}
