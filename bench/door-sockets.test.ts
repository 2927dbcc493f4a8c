import type { AddressInfo } from 'node:net';
import { afterEach, expect, test } from 'vitest';
import { type WebSocket, WebSocketServer } from 'ws';
import { openLeanSocket, openScanner } from './door-sockets.ts';
import { Participants } from './participants.ts';

let server: WebSocketServer | undefined;
afterEach(() => server?.close());

/** A server in place of the Worker, which does this with each socket that opens. */
async function serve(onSocket: (socket: WebSocket) => void) {
  server = new WebSocketServer({ port: 0, host: '127.0.0.1' }).on('connection', onSocket);
  await new Promise((resolve) => server!.once('listening', resolve));
  const url = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  return { url, secret: 'a secret of at least 32 characters', eventId: '0198c0de-0000-7000-8000-000000000000' };
}

const refuse = (socket: WebSocket, code: string) => {
  socket.send(JSON.stringify({ type: 'refused', code, message: code }));
  socket.close(1013, code);
};
const admit = (socket: WebSocket) => socket.send(JSON.stringify({ type: 'snapshot' }));

const open = {
  'lean socket': (door: Awaited<ReturnType<typeof serve>>, participants: Participants) =>
    openLeanSocket(door, 'listener', participants),
  scanner: openScanner,
};

test.for(Object.entries(open))('a %s whose first message is a refusal is not admitted', async ([, openIt]) => {
  const participants = new Participants();
  const door = await serve((socket) => refuse(socket, 'forbidden'));
  await expect(openIt(door, participants)).rejects.toThrow('a socket was not admitted: forbidden');
  expect(() => participants.check()).toThrow('was never admitted');
});

test.for(Object.entries(open))('a %s tries again while the room is still reading its event', async ([, openIt]) => {
  const participants = new Participants();
  let sockets = 0;
  const door = await serve((socket) => (++sockets === 1 ? refuse(socket, 'unavailable') : admit(socket)));
  (await openIt(door, participants)).close();
  participants.check();
  expect(sockets).toBe(2);
});

test.for(Object.entries(open))('a %s that the room closes fails the benchmark', async ([, openIt]) => {
  const participants = new Participants();
  const door = await serve((socket) => {
    admit(socket);
    setTimeout(() => socket.close(1008, 'device_revoked'), 50);
  });
  await openIt(door, participants);
  await expect(participants.failed).rejects.toThrow(/1 was closed with 1008/);
});

test('a lean socket that is refused later fails the benchmark', async () => {
  const participants = new Participants();
  const door = await serve((socket) => {
    admit(socket);
    setTimeout(() => socket.send('{"type":"refused","code":"forbidden","message":"forbidden"}'), 50);
  });
  await openLeanSocket(door, 'scanner', participants);
  await expect(participants.failed).rejects.toThrow('scanner 1 was refused: {"type":"refused","code":"forbidden"');
});
