import type { ScanVerdict } from '$contract/checkin.ts';
import type { FromDoor, FromScanner } from '$contract/door-messages.ts';
import type { ErrorCode } from '$contract/error.ts';
import type { DoorApi } from './door-api.ts';
import { fromSnapshot, withChanges, type DoorPicture } from './door-picture.ts';

export type Conflict = Extract<FromDoor, { type: 'conflict' }>;
type Refused = Extract<FromDoor, { type: 'refused' }>;
/** `refused`: this account may not listen here, and asking again won't change it. */
export type Link = 'connecting' | 'live' | 'offline' | 'refused';

interface Options {
  api: DoorApi;
  listenOnly: boolean;
  gateId: () => string | null;
  deviceName: string;
  deviceId: () => string | null;
  onDevice(deviceId: string): void;
  onLive?(): void;
}

const FIRST_WAIT_MS = 500;
const LONGEST_WAIT_MS = 10_000;
const SILENCE_MS = 20_000;

/** The door's room: what it says, kept as one picture, over a socket that comes back by itself. */
export class DoorRoom {
  link = $state<Link>('connecting');
  offlineSince = $state<Date | null>(null);
  refusedWith = $state<ErrorCode | null>(null);
  picture = $state.raw<DoorPicture | null>(null);
  conflicts = $state<Conflict[]>([]);
  #options: Options;
  #socket: WebSocket | null = null;
  #failures = 0;
  #retry: ReturnType<typeof setTimeout> | undefined;
  #pulse: ReturnType<typeof setInterval> | undefined;
  #heardAt = 0;
  #closed = false;
  #verdicts = new Map<string, (answer: ScanVerdict | Refused) => void>();
  #undos = new Map<string, (answer: 'undone' | Refused) => void>();

  constructor(options: Options) {
    this.#options = options;
  }

  open() {
    window.addEventListener('online', this.#hurry);
    document.addEventListener('visibilitychange', this.#hurry);
    this.#pulse = setInterval(() => this.#feelPulse(), SILENCE_MS / 2);
    void this.#connect();
  }

  close() {
    this.#closed = true;
    window.removeEventListener('online', this.#hurry);
    document.removeEventListener('visibilitychange', this.#hurry);
    clearInterval(this.#pulse);
    clearTimeout(this.#retry);
    this.#socket?.close();
  }

  /** Null when there was no answer in time; the scan may have been decided all the same. */
  scan(scan: Extract<FromScanner, { type: 'scan' }>['scan'], withinMs: number): Promise<ScanVerdict | Refused | null> {
    return this.#ask({ type: 'scan', scan }, this.#verdicts, scan.scanId, withinMs);
  }

  undo(scanId: string, reason: string, withinMs: number): Promise<'undone' | Refused | null> {
    return this.#ask({ type: 'undo', scanId, reason }, this.#undos, scanId, withinMs);
  }

  setGate(gateId: string | null) {
    this.#send({ type: 'gate', gateId });
  }

  dismiss(conflict: Conflict) {
    this.conflicts = this.conflicts.filter((other) => other.scanId !== conflict.scanId);
  }

  #ask<A>(
    message: FromScanner,
    waiting: Map<string, (answer: A) => void>,
    id: string,
    withinMs: number,
  ): Promise<A | null> {
    if (!this.#send(message)) return Promise.resolve(null);
    return new Promise((resolve) => {
      const settle = (answer: A | null) => {
        clearTimeout(timer);
        waiting.delete(id);
        resolve(answer);
      };
      const timer = setTimeout(() => settle(null), withinMs);
      waiting.set(id, settle);
    });
  }

  #send(message: FromScanner): boolean {
    if (this.link !== 'live' || this.#socket?.readyState !== WebSocket.OPEN) return false;
    this.#socket.send(JSON.stringify(message));
    return true;
  }

  async #connect() {
    if (this.#closed) return;
    const { api, listenOnly, gateId, deviceId, deviceName, onDevice } = this.#options;
    const [gate, device] = [gateId(), deviceId()];
    const ticket = await api.socketTicket({
      listenOnly,
      deviceName,
      ...(gate && { gateId: gate }),
      ...(device && { deviceId: device }),
    });
    if (this.#closed) return;
    if (!ticket.ok)
      return ticket.code === 'away' || ticket.code === 'rate_limited' ? this.#lost() : this.#refuse(ticket.code);
    onDevice(ticket.value.deviceId);
    const url = new URL(ticket.value.url, location.href);
    url.protocol = url.protocol.replace('http', 'ws');
    url.searchParams.set('ticket', ticket.value.ticket);
    const socket = new WebSocket(url);
    this.#socket = socket;
    this.#heardAt = Date.now();
    socket.addEventListener('message', (event) => this.#hear(socket, event));
    socket.addEventListener('close', () => socket === this.#socket && this.#lost());
  }

  #hear(socket: WebSocket, event: MessageEvent) {
    if (socket !== this.#socket || typeof event.data !== 'string') return;
    this.#heardAt = Date.now();
    if (event.data.startsWith('{')) this.#take(JSON.parse(event.data) as FromDoor);
  }

  #take(message: FromDoor) {
    switch (message.type) {
      case 'snapshot':
        this.picture = fromSnapshot(message);
        return this.#live();
      case 'changes': {
        const next = withChanges(this.picture, message);
        if (next === 'gap') this.#send({ type: 'snapshot' });
        else this.picture = next;
        return;
      }
      case 'verdict':
        return this.#verdicts.get(message.verdict.scanId)?.(message.verdict);
      case 'undone':
        return this.#undos.get(message.scanId)?.('undone');
      case 'conflict':
        this.conflicts = [message, ...this.conflicts];
        return;
      case 'refused':
        if (!message.scanId) return message.code === 'forbidden' ? this.#shutOut() : undefined;
        (this.#undos.get(message.scanId) ?? this.#verdicts.get(message.scanId))?.(message);
    }
  }

  #live() {
    const wasDown = this.link !== 'live';
    this.link = 'live';
    this.offlineSince = null;
    this.#failures = 0;
    if (wasDown) this.#options.onLive?.();
  }

  /** Rights changed: whether there is still a ticket for us, the API tells. */
  #shutOut() {
    this.#socket?.close();
    this.#lost();
  }

  #lost() {
    this.#socket = null;
    if (this.#closed || this.link === 'refused') return;
    this.link = 'offline';
    this.offlineSince ??= new Date();
    const wait = Math.min(LONGEST_WAIT_MS, FIRST_WAIT_MS * 2 ** this.#failures++);
    clearTimeout(this.#retry);
    // Doors that lost the network together shall not come back in the same instant.
    this.#retry = setTimeout(() => void this.#connect(), wait * (0.5 + Math.random() / 2));
  }

  #refuse(code: ErrorCode) {
    this.link = 'refused';
    this.refusedWith = code;
  }

  #hurry = () => {
    if (document.visibilityState !== 'visible') return;
    if (this.link === 'live') return this.#feelPulse();
    if (this.link !== 'offline' || this.#socket) return;
    clearTimeout(this.#retry);
    void this.#connect();
  };

  /** A phone's radio can die without the socket noticing; the room answers each ping. */
  #feelPulse() {
    const socket = this.#socket;
    if (!socket || socket.readyState !== WebSocket.OPEN) return;
    if (Date.now() - this.#heardAt > SILENCE_MS) {
      this.#lost();
      return socket.close();
    }
    socket.send('ping');
  }
}
