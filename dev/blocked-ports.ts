import { createServer } from 'node:net';

/** Listens on these ports of 127.0.0.1, as somebody else's server would; one that is taken already is left to whoever has it. */
export async function blockPorts(ports: number[]): Promise<{ release(): Promise<void> }> {
  const servers = ports.map(() => createServer());
  for (const [index, server] of servers.entries()) {
    await new Promise<void>((done) => server.once('error', () => done()).listen(ports[index], '127.0.0.1', done));
  }
  const close = (server: (typeof servers)[number]) => new Promise<void>((done) => server.close(() => done()));
  return { release: async () => void (await Promise.all(servers.map(close))) };
}
