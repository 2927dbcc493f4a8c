import { createServer } from 'node:net';

/**
 * Listens on these ports of 127.0.0.1 as another program's server would; a port that is already taken is left alone.
 */
export async function blockPorts(ports: number[]): Promise<{ release(): Promise<void> }> {
  const servers = ports.map(() => createServer());
  for (const [index, server] of servers.entries()) {
    await new Promise<void>((done) => server.once('error', () => done()).listen(ports[index], '127.0.0.1', done));
  }
  const close = (server: (typeof servers)[number]) => new Promise<void>((done) => server.close(() => done()));
  return { release: async () => void (await Promise.all(servers.map(close))) };
}
