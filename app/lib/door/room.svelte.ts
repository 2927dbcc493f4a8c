import type { DoorConflict, ScanVerdict } from '#contract/door/checkin.ts';
import type { FromDoor, FromScanner } from '#contract/door/messages.ts';
import type { ErrorCode } from '#contract/error.ts';
import type { DoorApi } from './api.ts';
import { fromSnapshot, withChanges, type DoorPicture } from './picture.ts';
import type { OfflineSince } from './offline-since.ts';

export type Snapshot = Extract<FromDoor, { type: 'snapshot' }>;
type Refused = Extract<FromDoor, { type: 'refused' }>;
/** `refused`: this account may not listen here, and retrying won't help. */
export type Link = 'connecting' | 'live' | 'offline' | 'refused';

interface Options {
  api: DoorApi;
  listenOnly: boolean;
  gateId: () => string | null;
  deviceName: string;
  deviceId: () => string | null;
  onDevice(deviceId: string): void;
  onLive?(): void;
  /** Notices from the room: everything after a reconnect, then only that something changed. */
  onSnapshot?(snapshot: Snapshot): void;
  onChanges?(): void;
  /** The key under which a reload finds since when it is offline; a screen that only watches stores nothing. */
  offlineBefore?: OfflineSince;
}

const FIRST_WAIT_MS = 500;
const LONGEST_WAIT_MS = 10_000;
const SILENCE_MS = 10_000;
/** A network that takes longer to open a socket or to answer a ping counts as down. */
const PATIENCE_MS = 4000;
/** Close codes after which the door no longer talks to this socket. */
const ENDS: readonly ErrorCode[] = ['forbidden', 'device_revoked', 'rehearsal_over'];

/** The door's room as one picture, over a socket that reconnects by itself. */
export class DoorRoom {
  link = $state<Link>('connecting');
  offlineSince = $state<Date | null>(null);
  refusedWith = $state<ErrorCode | null>(null);
  picture = $state.raw<DoorPicture | null>(null);
  /** Open conflicts, newest first. */
  conflicts = $state.raw<DoorConflict[]>([]);
  #options: Options;
  #socket: WebSocket | null = null;
  #failures = 0;
  #retry: ReturnType<typeof setTimeout> | undefined;
  #pulse: ReturnType<typeof setInterval> | undefined;
  #heardAt = 0;
  #closed = false;
  /** A scan got no answer in time: the socket counts as lost until it answers a ping. */
  #doubted: ReturnType<typeof setTimeout> | undefined;
  #opening: ReturnType<typeof setTimeout> | undefined;
  #verdicts = new Map<string, (answer: ScanVerdict | Refused) => void>();
  #undos = new Map<string, (answer: 'undone' | Refused) => void>();

  constructor(options: Options) {
    this.#options = options;
    this.offlineSince = options.offlineBefore?.get() ?? null;
  }

  open() {
    window.addEventListener('online', this.#hurry);
    window.addEventListener('offline', this.#doubtNow);
    document.addEventListener('visibilitychange', this.#hurry);
    this.#pulse = setInterval(() => this.#feelPulse(), SILENCE_MS / 2);
    void this.#connect();
  }

  close() {
    this.#closed = true;
    window.removeEventListener('online', this.#hurry);
    window.removeEventListener('offline', this.#doubtNow);
    document.removeEventListener('visibilitychange', this.#hurry);
    clearInterval(this.#pulse);
    for (const timer of [this.#retry, this.#doubted, this.#opening]) clearTimeout(timer);
    this.#socket?.close();
  }

  /** A stored picture, shown until the room connects. */
  assume(picture: DoorPicture) {
    this.picture ??= picture;
  }

  /** How many are inside, as far as this device knows by itself. */
  countInside(inside: number) {
    if (this.picture && this.link !== 'live')
      this.picture = { ...this.picture, counts: { ...this.picture.counts, inside } };
  }

  /** Whether the room is connected; a connection in progress is given a moment. */
  async settled(withinMs: number): Promise<void> {
    const until = Date.now() + withinMs;
    while (this.link === 'connecting' && Date.now() < until) await new Promise((resolve) => setTimeout(resolve, 20));
  }

  /** Null when no answer arrived in time; the scan may have been decided anyway. */
  async scan(
    scan: Extract<FromScanner, { type: 'scan' }>['scan'],
    withinMs: number,
  ): Promise<ScanVerdict | Refused | null> {
    const socket = this.#socket;
    const reply = await this.#ask({ type: 'scan', scan }, this.#verdicts, { id: scan.scanId, withinMs });
    if (reply === null && this.link === 'live' && socket === this.#socket) this.#doubt();
    return reply;
  }

  /** How many scans are queued here: the supervisor sees which devices are offline. */
  reportWaiting(waiting: number) {
    this.#send({ type: 'status', waiting });
  }

  undo(scanId: string, reason: string, withinMs: number): Promise<'undone' | Refused | null> {
    return this.#ask({ type: 'undo', scanId, reason }, this.#undos, { id: scanId, withinMs });
  }

  /** A refused scan that is overridden; answered like a scan. */
  override(scanId: string, reason: string, withinMs: number): Promise<ScanVerdict | Refused | null> {
    return this.#ask({ type: 'override', scanId, reason }, this.#verdicts, { id: scanId, withinMs });
  }

  /** Requests a snapshot, for what changes don't carry. */
  refresh() {
    this.#send({ type: 'snapshot' });
  }

  setGate(gateId: string | null) {
    this.#send({ type: 'gate', gateId });
  }

  /** A supervisor closed it; the door tells everyone. False while disconnected. */
  closeConflict(conflictId: string): boolean {
    return this.#send({ type: 'close_conflict', conflictId });
  }

  #ask<A>(
    message: FromScanner,
    waiting: Map<string, (answer: A) => void>,
    { id, withinMs }: { id: string; withinMs: number },
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
    const gate = gateId();
    const device = deviceId();
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
    clearTimeout(this.#opening);
    this.#opening = setTimeout(() => this.#giveUp(socket), PATIENCE_MS);
    socket.addEventListener('message', (event) => this.#hear(socket, event));
    socket.addEventListener('close', () => socket === this.#socket && this.#lost());
  }

  #hear(socket: WebSocket, event: MessageEvent) {
    if (socket !== this.#socket || typeof event.data !== 'string') return;
    this.#heardAt = Date.now();
    clearTimeout(this.#opening);
    if (this.#doubted !== undefined) {
      // The same socket works again; its messages in between were received.
      clearTimeout(this.#doubted);
      this.#doubted = undefined;
      if (this.link === 'offline' && this.picture) this.#live();
    }
    if (event.data.startsWith('{')) this.#take(JSON.parse(event.data) as FromDoor);
  }

  #take(message: FromDoor) {
    switch (message.type) {
      case 'snapshot':
        this.picture = fromSnapshot(message);
        this.conflicts = message.conflicts;
        this.#options.onSnapshot?.(message);
        return this.#live();
      case 'changes': {
        const next = withChanges(this.picture, message);
        if (next === 'gap') this.#send({ type: 'snapshot' });
        else this.picture = next;
        this.#options.onChanges?.();
        return;
      }
      case 'verdict':
        return this.#verdicts.get(message.verdict.scanId)?.(message.verdict);
      case 'undone':
        return this.#undos.get(message.scanId)?.('undone');
      case 'conflict':
        this.conflicts = [message.conflict, ...this.conflicts.filter(({ id }) => id !== message.conflict.id)];
        return;
      case 'conflict_closed':
        this.conflicts = this.conflicts.filter(({ id }) => id !== message.conflictId);
        return;
      case 'you':
        if (this.picture) this.picture = { ...this.picture, you: message.you };
        return;
      case 'devices':
        if (this.picture) this.picture = { ...this.picture, devices: message.devices };
        return;
      case 'refused':
        if (!message.scanId) return ENDS.includes(message.code) ? this.#shutOut(message.code) : undefined;
        (this.#undos.get(message.scanId) ?? this.#verdicts.get(message.scanId))?.(message);
    }
  }

  #doubt() {
    this.#offline();
    const socket = this.#socket;
    if (socket?.readyState === WebSocket.OPEN) socket.send('ping');
    clearTimeout(this.#doubted);
    this.#doubted = setTimeout(() => socket && this.#giveUp(socket), PATIENCE_MS);
  }

  #doubtNow = () => this.link === 'live' && this.#doubt();

  /** Closing may take as long as anything else on a dead network, so it is not awaited. */
  #giveUp(socket: WebSocket) {
    if (socket !== this.#socket) return;
    this.#lost();
    socket.close();
  }

  #live() {
    const wasDown = this.link !== 'live';
    this.link = 'live';
    this.#failures = 0;
    if (!wasDown) return;
    this.#offlineFrom(null);
    this.#options.onLive?.();
  }

  #offline() {
    this.link = 'offline';
    if (!this.offlineSince) this.#offlineFrom(new Date());
  }

  #offlineFrom(since: Date | null) {
    this.offlineSince = since;
    this.#options.offlineBefore?.set(since);
  }

  /** Rights changed: the API says whether this device may still connect. A rehearsal that has ended stays ended. */
  #shutOut(code: ErrorCode) {
    if (code === 'rehearsal_over') this.#refuse(code);
    this.#socket?.close();
    this.#lost();
  }

  #lost() {
    this.#socket = null;
    clearTimeout(this.#doubted);
    this.#doubted = undefined;
    if (this.#closed || this.link === 'refused') return;
    this.#offline();
    const wait = Math.min(LONGEST_WAIT_MS, FIRST_WAIT_MS * 2 ** this.#failures++);
    clearTimeout(this.#retry);
    // Doors that lost the network together must not all reconnect in the same moment.
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

  /** A phone's radio can die without closing the socket; the room answers each ping. */
  #feelPulse() {
    const socket = this.#socket;
    if (!socket || socket.readyState !== WebSocket.OPEN) return;
    if (Date.now() - this.#heardAt > SILENCE_MS) return this.#giveUp(socket);
    socket.send('ping');
  }
}
