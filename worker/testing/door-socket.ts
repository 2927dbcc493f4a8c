import { v7 } from 'uuid';
import WebSocket from 'ws';
import type { FromDoor, FromScanner } from '#contract/door/messages.ts';
import type { Scanner } from '#domain/account/scanner.ts';
import { createSeals } from '../outside/seals.ts';
import { systemClock, systemIds } from '../outside/system.ts';
import { issueDoorPass } from '../usecases/door/pass.ts';

type Of<T extends FromDoor['type']> = Extract<FromDoor, { type: T }>;
export type Verdict = Of<'verdict'>['verdict'];

export interface DoorSocket {
  scanner: Scanner;
  /** Every message, in order. */
  received: FromDoor[];
  scan(request: Partial<Extract<FromScanner, { type: 'scan' }>['scan']>): Promise<Verdict | Of<'refused'>>;
  send(message: FromScanner | string): void;
  /** The first message of this kind, already here or still to come. */
  next<T extends FromDoor['type']>(type: T, where?: (message: Of<T>) => boolean): Promise<Of<T>>;
  closed: Promise<number>;
  close(): void;
}

/** A real scanner's WebSocket, opened with a real single-use ticket. */
export async function openDoorSocket(
  { url, secret }: { url: string; secret: string },
  eventId: string,
  who: Partial<Scanner> = {},
): Promise<DoorSocket> {
  const scanner: Scanner = {
    deviceId: v7(),
    deviceName: 'Phone',
    userId: null,
    gateId: null,
    gateIsFixed: false,
    mayScan: true,
    mayUndoAny: false,
    maySell: false,
    maySupervise: false,
    ...who,
  };
  const ticket = await issueDoorPass(
    { seals: createSeals(secret), ids: systemIds, clock: systemClock },
    eventId,
    scanner,
  );
  return connectDoor({ url, eventId, ticket }, scanner);
}

interface Connecting {
  url: string;
  eventId: string;
  /** Single-use. */
  ticket: string;
  /** Of the page that connects; without it, the site itself. */
  origin?: string | undefined;
}

export async function connectDoor(
  { url, eventId, ticket, origin = url }: Connecting,
  scanner: Scanner,
): Promise<DoorSocket> {
  const socket = new WebSocket(`${url.replace('http', 'ws')}/parties/door/${eventId}?ticket=${ticket}`, {
    origin,
  });
  const received: FromDoor[] = [];
  const watchers = new Set<(message: FromDoor) => void>();
  const verdicts = new Map<string, (message: Verdict | Of<'refused'>) => void>();
  socket.on('message', (data) => {
    const message = JSON.parse(String(data)) as FromDoor;
    received.push(message);
    if (message.type === 'verdict') verdicts.get(message.verdict.scanId)?.(message.verdict);
    if (message.type === 'refused' && message.scanId) verdicts.get(message.scanId)?.(message);
    for (const watch of watchers) watch(message);
  });
  const closed = new Promise<number>((resolve) => socket.once('close', resolve));
  await new Promise<void>((resolve, reject) => {
    socket.once('open', resolve).once('error', reject);
    socket.once('unexpected-response', (_, response) => reject(new Error(`refused with ${response.statusCode}`)));
  });
  socket.on('error', () => {});
  return {
    scanner,
    received,
    send: (message) => socket.send(typeof message === 'string' ? message : JSON.stringify(message)),
    scan(request) {
      const scan = { scanId: v7(), direction: 'entry' as const, ...request };
      return new Promise((resolve) => {
        verdicts.set(scan.scanId, resolve);
        socket.send(JSON.stringify({ type: 'scan', scan }));
      });
    },
    next(type, where = () => true) {
      const fits = (message: FromDoor): message is Of<typeof type> =>
        message.type === type && where(message as Of<typeof type>);
      const known = received.find(fits);
      if (known) return Promise.resolve(known);
      return new Promise((resolve) => {
        const watch = (message: FromDoor) => {
          if (!fits(message)) return;
          watchers.delete(watch);
          resolve(message);
        };
        watchers.add(watch);
      });
    },
    closed,
    close: () => socket.terminate(),
  };
}
