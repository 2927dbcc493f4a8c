import type { DoorEvent, DoorTestTicket } from '../worker/testing/door-event.ts';
import { type LeanSocket, openLeanSocket } from './door-sockets.ts';
import { InvalidBenchmark, type Participants } from './participants.ts';

export interface Crowd {
  scanners: { scan(scanId: string, ticket: DoorTestTicket): Promise<void> }[];
  answered: Map<string, { result: string; ticketId: string }>;
  /** When each admission was sent to the room, in the order of the verdicts. */
  arrivals: { sentAt: number }[];
  /** For every admission from the given one on, at every listener: from sending the scan to its appearing in the counts. */
  fanOutMs(from: number): number[];
  /** Throws if a scanned ticket was never admitted. */
  checkAdmissions(): void;
  close(): void;
}

/** How many admissions a listener knew of, and since when. */
type Heard = { at: number; entered: number }[];

interface CrowdOptions {
  url: string;
  secret: string;
  event: DoorEvent;
  scanners: number;
  listeners: number;
  participants: Participants;
}

export async function openCrowd(options: CrowdOptions): Promise<Crowd> {
  const { url, secret, event, participants } = options;
  const answered: Crowd['answered'] = new Map();
  const arrivals: Crowd['arrivals'] = [];
  const heard: Heard[] = Array.from({ length: options.listeners }, () => []);
  const door = { url, secret, eventId: event.id };
  const listeners = await Promise.all(heard.map(() => openLeanSocket(door, 'listener', participants)));
  listeners.forEach((socket, index) => socket.onText((text) => hear(heard[index]!, text)));
  const sockets = await Promise.all(
    Array.from({ length: options.scanners }, () => openLeanSocket(door, 'scanner', participants)),
  );
  const gates = Object.values(event.gates);
  const scanners = sockets.map((socket, index) => {
    const ask = askOver(socket, gates[index % gates.length]!);
    return {
      async scan(scanId: string, ticket: DoorTestTicket) {
        const sentAt = performance.now();
        const result = await ask(scanId, ticket.code);
        answered.set(scanId, { result, ticketId: ticket.id });
        if (result === 'admitted') arrivals.push({ sentAt });
      },
    };
  });
  return {
    scanners,
    answered,
    arrivals,
    fanOutMs: (from) => heard.flatMap((one) => fanOutOf(one, arrivals, from)),
    checkAdmissions: () => checkAdmissions(answered),
    close: () => [...sockets, ...listeners].forEach((socket) => socket.close()),
  };
}

/** Sends scans over a socket, many at a time, and resolves each with the result of its verdict. */
function askOver(socket: LeanSocket, gateId: string) {
  const waiting = new Map<string, (result: string) => void>();
  socket.onText((text) => {
    if (!text.startsWith('{"type":"verdict"')) return;
    const { verdict } = JSON.parse(text) as { verdict: { scanId: string; result: string } };
    waiting.get(verdict.scanId)?.(verdict.result);
    waiting.delete(verdict.scanId);
  });
  return (scanId: string, code: string) => {
    const decided = new Promise<string>((resolve) => waiting.set(scanId, resolve));
    socket.send(JSON.stringify({ type: 'scan', scan: { scanId, code, gateId } }));
    return decided;
  };
}

// Listeners read nothing but the count: parsing a hundred copies of the list would measure this client.
function hear(heard: Heard, text: string): void {
  const entered = /"entered":(\d+)/.exec(text)?.[1];
  if (entered && text.startsWith('{"type":"changes"')) heard.push({ at: performance.now(), entered: Number(entered) });
}

/** An admission that the listener has not heard of yet counts as infinite. */
function fanOutOf(heard: Heard, arrivals: Crowd['arrivals'], from: number): number[] {
  let message = 0;
  return arrivals.slice(from).flatMap(({ sentAt }, index) => {
    while (message < heard.length && heard[message]!.entered <= from + index) message++;
    return message < heard.length ? [heard[message]!.at - sentAt] : [Infinity];
  });
}

/** Verdicts that refuse everything come fast, and say nothing of a door's speed. */
function checkAdmissions(answered: Crowd['answered']): void {
  const scanned = new Set<string>();
  const admitted = new Set<string>();
  for (const { result, ticketId } of answered.values()) {
    scanned.add(ticketId);
    if (result === 'admitted') admitted.add(ticketId);
  }
  if (scanned.size === 0) throw new InvalidBenchmark('no ticket was scanned');
  if (admitted.size < scanned.size)
    throw new InvalidBenchmark(
      `${scanned.size - admitted.size} of ${scanned.size} scanned tickets were never admitted`,
    );
}
