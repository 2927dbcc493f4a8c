import type { DoorRoom } from '../../worker/deps.ts';
import type { DecidedScan, DoorFacts, GateFacts, ScanRequest } from '#domain/door/door.ts';
import type { Scanner } from '#domain/account/scanner.ts';
import { type Outcome, type Refusal, refusal } from '#domain/refusal.ts';
import { countsOf } from './counts.ts';
import { answerOf, decideTurn, judge, knownCode, subjectOf } from './decide-turn.ts';
import { notifyConflict } from './conflict.ts';
import type { DoorParts } from './parts.ts';
import { ready } from './readiness.ts';
import { type Recognised, type UncheckedToken, checkToken, recognise } from './recognise.ts';
import type { DoorTurn, ScanCase, ScanCommand, ScanOutcome } from './scan-command.ts';

/** Decides one scan from a socket. */
export async function scan(
  door: DoorParts,
  scanner: Scanner,
  request: ScanRequest,
): Promise<Outcome<{ verdict: DecidedScan }>> {
  const prepared = await prepare(door, scanner, request);
  if (!prepared.ok) return prepared;
  const outcome = await decide(door, prepared.command);
  return outcome.kind === 'conflict'
    ? refusal('scan_conflict', { scanIds: [request.scanId] })
    : { ok: true, verdict: outcome.verdict };
}

/** Decides a queue of scans in order, each independent of the others. */
export async function mark(door: DoorParts, scanner: Scanner, requests: ScanRequest[]): ReturnType<DoorRoom['mark']> {
  const prepared = await Promise.all(requests.map((request) => prepare(door, scanner, request)));
  const refused = prepared.find((one): one is Refusal => !one.ok);
  if (refused) return refused;
  const commands = prepared.flatMap((one) => (one.ok ? [one.command] : []));
  const outcomes = await Promise.all(commands.map((command) => decide(door, command)));
  const verdicts = outcomes.flatMap((outcome) => (outcome.kind === 'decided' ? [outcome.verdict] : []));
  const counts = countsOf(door)!;
  const conflicts = requests
    .filter((_, index) => outcomes[index]!.kind === 'conflict')
    .map((request) => request.scanId);
  // The other scans stay decided, so the refusal carries their verdicts.
  return conflicts.length > 0
    ? refusal('scan_conflict', { scanIds: conflicts, verdicts, counts })
    : { ok: true, verdicts, counts };
}

/** Pulls before it decides. A verdict is final, so that it must not miss a ticket that was sold or paid just now. */
export async function markFresh(
  door: DoorParts,
  scanner: Scanner,
  requests: ScanRequest[],
): ReturnType<DoorRoom['mark']> {
  const pulled = await door.copy.pull();
  return pulled === 'fresh' ? mark(door, scanner, requests) : refusal('unavailable');
}

/** Returns the verdict that a scan would get now, without recording it. */
export async function validate(
  door: DoorParts,
  scanner: Scanner,
  request: ScanRequest,
): ReturnType<DoorRoom['validate']> {
  const prepared = await prepare(door, scanner, request);
  if (!prepared.ok) return prepared;
  const { facts, command } = prepared;
  const now = door.clock.now().getTime();
  const recognised =
    command.recognised.kind === 'token'
      ? (knownCode(door, command.recognised.token) ?? (await checkToken(door, command.recognised.token)))
      : command.recognised;
  const subject =
    recognised.kind === 'ticket' && recognised.signedOnly
      ? signedSubject(facts, recognised)
      : subjectOf(door, facts, recognised);
  const turn: DoorTurn = { door, facts, now };
  const scanCase: ScanCase = { command, subject, at: now };
  const decision = judge(turn, scanCase);
  const verdict = answerOf(turn, scanCase, { decision, result: decision.result, conflict: null });
  return { ok: true, verdict, counts: countsOf(door)! };
}

function signedSubject(
  facts: DoorFacts,
  recognised: Extract<Recognised, { kind: 'ticket' }>,
): ReturnType<typeof subjectOf> {
  const ticket = recognised.signedOnly!;
  const type = facts.types.find((one) => one.id === ticket.typeId)!;
  return { kind: 'ticket', ticket, type, revision: recognised.revision };
}

/** Takes a turn. A code that is not known there has its signature checked outside the turns, and takes another. */
async function decide(door: DoorParts, command: ScanCommand): Promise<DecidedOutcome> {
  const outcome = await door.takeTurn(command);
  if (outcome.kind !== 'unchecked') return outcome as DecidedOutcome;
  const { token } = command.recognised as UncheckedToken;
  return (await door.takeTurn({ ...command, recognised: await checkToken(door, token) })) as DecidedOutcome;
}
type DecidedOutcome = Exclude<ScanOutcome, { kind: 'conflict' | 'unchecked' }> | { kind: 'conflict' };

type Prepared = Outcome<{ facts: DoorFacts; command: ScanCommand }>;

async function prepare(door: DoorParts, scanner: Scanner, request: ScanRequest): Promise<Prepared> {
  const known = await ready(door);
  if (!known.ok) return known;
  const asked = scanner.gateIsFixed ? null : (request.gateId ?? null);
  const gate = await findGate(door, asked, scanner.gateId);
  if (gate === 'unknown') return refusal('gate_unknown');
  if (request.sessionId && !known.facts.sessions.some((session) => session.id === request.sessionId))
    return refusal('not_found');
  const scan = storable(request);
  const recognised = await recognise(door, scan);
  return { ok: true, facts: door.copy.facts()!, command: { scanner, scan, recognised, gate } };
}

/** Finds the requested gate, which must exist, or else the device's own, which can have been removed since. */
async function findGate(
  door: DoorParts,
  asked: string | null,
  own: string | null,
): Promise<GateFacts | null | 'unknown'> {
  const find = (id: string) => door.copy.facts()!.gates.find((gate) => gate.id === id);
  if (!asked) return (own && find(own)) || null;
  if (!find(asked)) await door.copy.pullForScan();
  return find(asked) ?? 'unknown';
}

/** Postgres stores neither NUL nor half of a surrogate pair, and a QR code can contain both. */
const storable = (scan: ScanRequest): ScanRequest =>
  scan.code === undefined ? scan : { ...scan, code: scan.code.toWellFormed().replaceAll('\0', '\ufffd') };

/** Takes a turn of all scans that arrived together: one transaction, one wait for the disk, one announcement. */
export async function takeScanTurn(door: DoorParts, commands: readonly ScanCommand[]): Promise<ScanOutcome[]> {
  const facts = door.copy.facts()!;
  const outcomes = door.transaction(() => decideTurn(door, facts, commands));
  await door.durable();
  const decided = outcomes.flatMap((outcome) => (outcome.kind === 'decided' ? [outcome] : []));
  const lines = decided.flatMap(({ line }) => line ?? []);
  if (lines.length > 0) {
    door.announcer.announce(lines);
    door.deliverSoon();
  }
  for (const { conflictId } of decided) if (conflictId) notifyConflict(door, facts, conflictId);
  return outcomes;
}
