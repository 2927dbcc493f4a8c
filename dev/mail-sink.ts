import { once } from 'node:events';
import type { AddressInfo } from 'node:net';
import { buffer } from 'node:stream/consumers';
import { SMTPServer } from 'smtp-server';
import { awaitMessage, type Message, parseMessage } from './mail-message.ts';
import type { Mailbox } from './mailbox.ts';

/** Catches every email in memory, for tests: it starts in milliseconds and has no web page. */
export async function startMailSink(): Promise<Mailbox> {
  let caught: Promise<Message>[] = [];
  let count = 0;
  const waiting = new Set<() => void>();
  const server = new SMTPServer({
    authOptional: true,
    disableReverseLookup: true,
    // Its certificate is self-signed: a client that upgrades to TLS, as it should, would refuse it.
    hideSTARTTLS: true,
    onData: (stream, _session, done) => {
      buffer(stream).then((source) => {
        caught.push(parseMessage(String((count += 1)), source));
        done();
        for (const wake of waiting) wake();
      }, done);
    },
  });
  // A sender that is killed resets its connection.
  server.on('error', () => undefined);
  server.listen(0, '127.0.0.1');
  await once(server.server, 'listening');
  const messages = () => Promise.all(caught);
  const nextArrival = (timeoutMs: number) =>
    new Promise<void>((resolve) => {
      const wake = () => {
        clearTimeout(timer);
        waiting.delete(wake);
        resolve();
      };
      const timer = setTimeout(wake, Math.max(0, timeoutMs));
      waiting.add(wake);
    });
  return {
    smtpUrl: `smtp://127.0.0.1:${(server.server.address() as AddressInfo).port}`,
    messages,
    waitFor: (fits, timeoutMs = 20_000) => awaitMessage({ messages, nextArrival }, fits, timeoutMs),
    clear: async () => void (caught = []),
    stop: async () => {
      for (const connection of server.connections as Set<{ close(): void }>) connection.close();
      await new Promise<void>((resolve) => server.close(resolve));
    },
  };
}
