import { connect, type Socket } from 'node:net';
import type { Participant, Participants } from './participants.ts';

export interface Reply {
  status: number;
  body: string;
}

const HEAD_END = Buffer.from('\r\n\r\n');

/**
 * A kept-alive connection with one request under way at a time. Node's own clients would cost more than the server that
 * is measured, on the same cores. This one reads a status and a length, and fails if a response has no length.
 */
export class HttpLane {
  private waiting: { resolve(reply: Reply): void; reject(error: Error): void } | null = null;
  private received: Buffer = Buffer.alloc(0);
  private readonly socket: Socket;
  private readonly participant: Participant;

  private constructor(socket: Socket, participant: Participant) {
    this.socket = socket;
    this.participant = participant;
    socket.setNoDelay(true);
    socket.on('data', (chunk) => this.read(chunk));
    socket.on('error', (error) => this.fail(error));
    socket.on('close', () => this.fail(new Error('The connection was closed')));
  }

  /** Opens a connection for a participant, which counts as admitted with the first reply. */
  static open(url: string, participant: Participant): Promise<HttpLane> {
    const { hostname, port } = new URL(url);
    return new Promise((resolve, reject) => {
      const socket = connect(Number(port), hostname);
      socket.once('error', reject);
      socket.once('connect', () => resolve(new HttpLane(socket.off('error', reject), participant)));
    });
  }

  post(path: string, json: string, headers: string): Promise<Reply> {
    const head = `POST ${path} HTTP/1.1\r\nHost: 127.0.0.1\r\nContent-Type: application/json\r\n${headers}`;
    return this.ask(`${head}Content-Length: ${Buffer.byteLength(json)}\r\n\r\n${json}`);
  }

  get(path: string, headers = ''): Promise<Reply> {
    return this.ask(`GET ${path} HTTP/1.1\r\nHost: 127.0.0.1\r\n${headers}\r\n`);
  }

  close(): void {
    this.socket.destroy();
  }

  private ask(request: string): Promise<Reply> {
    return new Promise((resolve, reject) => {
      if (this.socket.destroyed) return reject(new Error('The connection was closed'));
      this.waiting = { resolve, reject };
      this.socket.write(request);
    });
  }

  private read(chunk: Buffer): void {
    this.received = this.received.length === 0 ? chunk : Buffer.concat([this.received, chunk]);
    const end = this.received.indexOf(HEAD_END);
    if (end < 0) return;
    const head = this.received.toString('latin1', 0, end);
    const length = /\r\ncontent-length: (\d+)/i.exec(head)?.[1];
    if (length === undefined) return this.fail(new Error(`A response without a length: ${head}`));
    const bodyAt = end + HEAD_END.length;
    if (this.received.length < bodyAt + Number(length)) return;
    const body = this.received.toString('utf8', bodyAt, bodyAt + Number(length));
    const { waiting } = this;
    this.waiting = null;
    this.received = Buffer.alloc(0);
    this.participant.ready();
    waiting?.resolve({ status: Number(head.slice(9, 12)), body });
  }

  private fail(error: Error): void {
    this.waiting?.reject(error);
    this.waiting = null;
  }
}

/** Opens connections of which each is a participant. */
export const openLanes = (url: string, lanes: number, participants: Participants): Promise<HttpLane[]> =>
  Promise.all(Array.from({ length: lanes }, () => HttpLane.open(url, participants.join('connection'))));
