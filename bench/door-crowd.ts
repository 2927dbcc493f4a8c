import { v7 } from 'uuid';
import WebSocket from 'ws';
import { createSeals } from '../worker/outside/seals.ts';
import { systemClock, systemIds } from '../worker/outside/system.ts';
import type { DoorEvent, DoorTestTicket } from '../worker/testing/door-event.ts';
import { issueDoorPass } from '../worker/usecases/door/pass.ts';

export interface Crowd {
  scanners: { scan(scanId: string, ticket: DoorTestTicket): Promise<void> }[];
  answered: Map<string, { result: string; ticketId: string }>;
  /** When each admission was sent to the room, in the order of the verdicts. */
  arrivals: { sentAt: number }[];
  /** For every admission from the given one on, at every listener: from its being sent to its being counted there. */
  fanOutMs(from: number): number[];
  close(): void;
}

/** What a listener has heard: from then on, so many were counted in. */
type Heard = { at: number; entered: number }[];

export async function openCrowd(
  url: string,
  secret: string,
  event: DoorEvent,
  size: { scanners: number; listeners: number },
): Promise<Crowd> {
  const answered: Crowd['answered'] = new Map();
  const arrivals: Crowd['arrivals'] = [];
  const heard: Heard[] = Array.from({ length: size.listeners }, () => []);
  const open = (mayScan: boolean) => openSocket(url, secret, event.id, mayScan);
  const listeners = await Promise.all(heard.map(() => open(false)));
  listeners.forEach((socket, index) => socket.on('message', (data) => hear(heard[index]!, String(data))));
  const sockets = await Promise.all(Array.from({ length: size.scanners }, () => open(true)));
  const gates = Object.values(event.gates);
  const scanners = sockets.map((socket, index) => {
    const waiting = new Map<string, (result: string) => void>();
    socket.on('message', (data) => {
      const text = String(data);
      if (!text.startsWith('{"type":"verdict"')) return;
      const { verdict } = JSON.parse(text) as { verdict: { scanId: string; result: string } };
      waiting.get(verdict.scanId)?.(verdict.result);
    });
    return {
      async scan(scanId: string, ticket: DoorTestTicket) {
        const sentAt = performance.now();
        const decided = new Promise<string>((resolve) => waiting.set(scanId, resolve));
        socket.send(
          JSON.stringify({ type: 'scan', scan: { scanId, code: ticket.code, gateId: gates[index % gates.length] } }),
        );
        const result = await decided;
        waiting.delete(scanId);
        answered.set(scanId, { result, ticketId: ticket.id });
        if (result === 'admitted') arrivals.push({ sentAt });
      },
    };
  });
  const close = () => [...sockets, ...listeners].forEach((socket) => socket.terminate());
  return {
    scanners,
    answered,
    arrivals,
    fanOutMs: (from) => heard.flatMap((one) => fanOutOf(one, arrivals, from)),
    close,
  };
}

// Listeners hear nothing but the count: to parse a hundred copies of the list would measure this client.
function hear(heard: Heard, text: string): void {
  const entered = /"entered":(\d+)/.exec(text)?.[1];
  if (entered && text.startsWith('{"type":"changes"')) heard.push({ at: performance.now(), entered: Number(entered) });
}

function fanOutOf(heard: Heard, arrivals: Crowd['arrivals'], from: number): number[] {
  let word = 0;
  return arrivals.slice(from).flatMap(({ sentAt }, index) => {
    while (word < heard.length && heard[word]!.entered <= from + index) word++;
    return word < heard.length ? [heard[word]!.at - sentAt] : [Infinity];
  });
}

async function openSocket(url: string, secret: string, eventId: string, mayScan: boolean): Promise<WebSocket> {
  const scanner = {
    deviceId: v7(),
    deviceName: 'Phone',
    userId: null,
    gateId: null,
    mayScan,
    mayUndoAny: false,
    gateIsFixed: false,
    maySell: false,
    maySupervise: false,
  };
  const ticket = await issueDoorPass(
    { seals: createSeals(secret), ids: systemIds, clock: systemClock },
    eventId,
    scanner,
  );
  const socket = new WebSocket(`${url.replace('http', 'ws')}/parties/door/${eventId}?ticket=${ticket}`, {
    origin: url,
    perMessageDeflate: false,
  });
  await new Promise<void>((resolve, reject) => void socket.once('message', () => resolve()).once('error', reject));
  return socket;
}
