import { setTimeout as sleep } from 'node:timers/promises';
import { v7 } from 'uuid';
import WebSocket from 'ws';
import type { FromDoor } from '#contract/door/messages.ts';
import { createSeals } from '../worker/outside/seals.ts';
import { systemClock, systemIds } from '../worker/outside/system.ts';
import { type DoorSocket, openDoorSocket } from '../worker/testing/door-socket.ts';
import { issueDoorPass } from '../worker/usecases/door/pass.ts';
import { InvalidBenchmark, type Participants } from './participants.ts';

export interface DoorAddress {
  url: string;
  secret: string;
  eventId: string;
}

/** A socket of which the benchmark reads only what it measures: parsing every message would measure this client. */
export interface LeanSocket {
  send(text: string): void;
  onText(hear: (text: string) => void): void;
  close(): void;
}

/** A room that is still reading a large event refuses sockets with this code. */
const STILL_READING = 'unavailable';
const LONGEST_START_MS = 120_000;
const PAUSE_MS = 500;

/** Opens a socket of a scanner or listener, and returns it with its snapshot received. */
export async function openLeanSocket(
  door: DoorAddress,
  kind: 'scanner' | 'listener',
  participants: Participants,
): Promise<LeanSocket> {
  const participant = participants.join(kind);
  const socket = await untilAdmitted(() => connect(door, kind));
  let hear: (text: string) => void = () => {};
  socket.on('message', (data) => {
    const text = String(data);
    if (text.startsWith('{"type":"refused"')) participant.fail(`was refused: ${text}`);
    else hear(text);
  });
  socket.on('error', (error) => participant.fail(`has failed: ${error.message}`));
  socket.on('close', (code, reason) => participant.fail(`was closed with ${code} ${String(reason)}`));
  participant.ready();
  return {
    send: (text) => socket.send(text),
    onText: (listener) => void (hear = listener),
    close() {
      participant.leave();
      socket.terminate();
    },
  };
}

/** Opens a scanner's socket that reads every message, for benchmarks with few scanners. */
export async function openScanner(door: DoorAddress, participants: Participants): Promise<DoorSocket> {
  const participant = participants.join('scanner');
  const scanner = await untilAdmitted(async () => {
    const socket = await openDoorSocket(door, door.eventId);
    const first = await Promise.race([socket.next('snapshot'), socket.next('refused'), socket.closed]);
    if (typeof first === 'object' && first.type === 'snapshot') return socket;
    socket.close();
    return typeof first === 'object' ? first.code : `closed with ${first}`;
  });
  void scanner.closed.then((code) => participant.fail(`was closed with ${code}`));
  participant.ready();
  return {
    ...scanner,
    close() {
      participant.leave();
      scanner.close();
    },
  };
}

/** Returns the socket once the room has sent its snapshot. Any other first message is no success. */
async function untilAdmitted<T extends object>(open: () => Promise<T | string>): Promise<T> {
  const until = performance.now() + LONGEST_START_MS;
  for (;;) {
    const socket = await open();
    if (typeof socket === 'object') return socket;
    if (socket !== STILL_READING || performance.now() > until)
      throw new InvalidBenchmark(`a socket was not admitted: ${socket}`);
    await sleep(PAUSE_MS);
  }
}

/** Resolves with the socket, or with the reason for which it was refused. */
async function connect(
  { url, secret, eventId }: DoorAddress,
  kind: 'scanner' | 'listener',
): Promise<WebSocket | string> {
  const scanner = {
    deviceId: v7(),
    deviceName: 'Phone',
    userId: null,
    gateId: null,
    mayScan: kind === 'scanner',
    mayUndoAny: false,
    gateIsFixed: false,
    maySell: false,
    maySupervise: false,
  };
  const deps = { seals: createSeals(secret), ids: systemIds, clock: systemClock };
  const ticket = await issueDoorPass(deps, eventId, scanner);
  const socket = new WebSocket(`${url.replace('http', 'ws')}/parties/door/${eventId}?ticket=${ticket}`, {
    origin: url,
    perMessageDeflate: false,
  });
  const first = await new Promise<true | string>((resolve) => {
    socket.on('message', (data) => {
      const message = JSON.parse(String(data)) as FromDoor;
      if (message.type === 'snapshot') resolve(true);
      if (message.type === 'refused') resolve(message.code);
    });
    socket.once('close', (code) => resolve(`closed with ${code}`));
    socket.on('error', (error) => resolve(error.message));
  });
  socket.removeAllListeners();
  if (first === true) return socket;
  socket.on('error', () => {});
  socket.terminate();
  return first;
}
