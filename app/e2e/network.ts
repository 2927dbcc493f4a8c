import { type Server, type Socket, connect, createServer } from 'node:net';
import { freePort } from '../../dev/free-port.ts';

/** The network between a phone and the site: it can be cut, go silent, or intercept. */
export interface Network {
  /** The site's address for the phone. */
  url: string;
  /** Connections are refused, and open ones are closed. */
  cut(): Promise<void>;
  /** Everything is accepted, and nothing ever arrives. */
  hang(): void;
  /** A hotel’s sign-in page for every request. */
  lie(): void;
  restore(): Promise<void>;
  close(): Promise<void>;
}

const PORTAL = '<!doctype html><title>Hotel</title><h1>Welcome! Please enter your room number.</h1>';
const LIE = [
  'HTTP/1.1 200 OK',
  'Content-Type: text/html',
  `Content-Length: ${PORTAL.length}`,
  'Connection: close',
  '',
  PORTAL,
].join('\r\n');

export async function openNetwork(siteUrl: string): Promise<Network> {
  const sitePort = Number(new URL(siteUrl).port);
  const port = await freePort();
  const sockets = new Set<Socket>();
  let state: 'up' | 'hanging' | 'lying' = 'up';
  const track = (socket: Socket) => {
    sockets.add(socket);
    socket.on('error', () => {}).on('close', () => sockets.delete(socket));
    return socket;
  };
  const carry = (phone: Socket) => {
    track(phone);
    if (state === 'lying') return void phone.once('data', () => phone.end(LIE));
    if (state === 'hanging') return void phone.resume();
    const site = track(connect(sitePort, '127.0.0.1'));
    phone.on('data', (data) => state === 'up' && site.write(data)).on('close', () => site.destroy());
    site.on('data', (data) => state === 'up' && phone.write(data)).on('close', () => phone.destroy());
  };
  const drop = () => sockets.forEach((socket) => socket.destroy());
  let server: Server | null = null;
  const listen = async () => {
    state = 'up';
    drop();
    if (server) return;
    server = createServer(carry);
    await new Promise<void>((resolve) => server!.listen(port, '127.0.0.1', resolve));
  };
  const cut = async () => {
    const closing = server;
    server = null;
    if (closing) await new Promise((resolve) => (closing.close(resolve), drop()));
  };
  await listen();
  return {
    url: `http://127.0.0.1:${port}`,
    cut,
    hang: () => void (state = 'hanging'),
    lie() {
      state = 'lying';
      drop();
    },
    restore: listen,
    close: cut,
  };
}
