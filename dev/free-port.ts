import { createServer } from 'node:net';

/** Returns a TCP port of 127.0.0.1 that is free at this moment. */
export async function freePort(): Promise<number> {
  const server = createServer();
  await new Promise<void>((resolve, reject) => server.once('error', reject).listen(0, '127.0.0.1', resolve));
  const { port } = server.address() as { port: number };
  await new Promise((resolve) => server.close(resolve));
  return port;
}

export async function isPortFree(port: number): Promise<boolean> {
  const server = createServer();
  return new Promise((resolve) => {
    server.once('error', () => resolve(false));
    server.listen(port, '127.0.0.1', () => server.close(() => resolve(true)));
  });
}

/** Returns the first free port from this one on that isn't reserved for another part. */
export async function nextFreePort(from: number, others: ReadonlySet<number> = new Set()): Promise<number> {
  for (let port = from; port <= 65_535; port++) if (!others.has(port) && (await isPortFree(port))) return port;
  throw new Error(`No port from ${from} on is free.`);
}
