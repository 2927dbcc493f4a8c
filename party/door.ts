import { type ConnectionContext, Server } from 'partyserver';
import type { DeviceKey, DoorRoom } from '../worker/deps.ts';
import type { ScanRequest } from '#domain/door/door.ts';
import type { Scanner } from '#domain/account/scanner.ts';
import type { Env } from '../worker/env.ts';
import { assembleDoor } from './door/assemble.ts';
import { attendance } from './door/attendance.ts';
import { closeSessionsOnTime } from './door/close-sessions.ts';
import { receive, welcome } from './door/connection.ts';
import { passOf } from './door/open-socket.ts';
import { closeConflict } from './door/conflict.ts';
import { openDevice } from './door/open-device.ts';
import { owed } from './door/owed.ts';
import { override } from './door/override.ts';
import { createPacker } from './door/pack.ts';
import { party } from './door/party.ts';
import { payPracticeBooking } from './door/pay-practice-booking.ts';
import { createRecheck } from './door/recheck.ts';
import { mark, markFresh, validate } from './door/scan.ts';
import { stats } from './door/snapshot.ts';
import type { AtDoor, DoorConnection } from './door/socket.ts';
import { undo } from './door/undo.ts';
import { Turns } from './turn.ts';

/** One event's door: scanners and dashboards on WebSockets, every scan decided from the room's own SQLite. */
export class Door extends Server<Env> implements DoorRoom {
  static override options = { hibernate: true };
  readonly #parts: ReturnType<typeof assembleDoor>;
  readonly #recheck: ReturnType<typeof createRecheck>;
  readonly #pack: DoorRoom['pack'];

  constructor(ctx: DurableObjectState, env: Env) {
    super(ctx, env);
    const connections = () => this.getConnections<AtDoor>();
    this.#parts = assembleDoor({
      ctx,
      env,
      doorId: this.name,
      connections,
      createTurns: (rules) => new Turns(rules),
    });
    this.#recheck = createRecheck(this.#parts.door, connections);
    this.#pack = createPacker(this.#parts.door);
    ctx.setWebSocketAutoResponse(new WebSocketRequestResponsePair('ping', 'pong'));
    ctx.waitUntil(this.#parts.door.copy.pull());
  }

  override async fetch(request: Request): Promise<Response> {
    const pass = passOf(request);
    const isNew = pass && this.#parts.door.ledger.usePass(pass.id, pass.expiresAt, Date.now());
    if (!isNew) return new Response('not_signed_in', { status: 401 });
    const reason = await this.#recheck.refuses(pass.scanner);
    return reason ? new Response(reason, { status: 403 }) : super.fetch(request);
  }

  override getConnectionTags(_: DoorConnection, { request }: ConnectionContext): string[] {
    return [passOf(request)!.scanner.deviceId];
  }

  override async onConnect(connection: DoorConnection, { request }: ConnectionContext): Promise<void> {
    connection.setState({ ...passOf(request)!.scanner, openedAt: Date.now() });
    if (this.#parts.door.presence.join(connection)) await welcome(this.#parts.door, connection);
  }

  override onClose(connection: DoorConnection): void {
    if (connection.state) this.#parts.door.presence.record(connection.state);
  }

  /** Skips the Server for sockets that are known since the room woke: it would read their attachment for every scan. */
  override async webSocketMessage(socket: WebSocket, message: string | ArrayBuffer): Promise<void> {
    if ('setState' in socket) return this.onMessage(socket as unknown as DoorConnection, message);
    return super.webSocketMessage(socket, message);
  }

  override async onMessage(connection: DoorConnection, message: string | ArrayBuffer): Promise<void> {
    const rechecked = this.#recheck.ifStale();
    if (rechecked) this.ctx.waitUntil(rechecked);
    await receive(this.#parts.door, connection, message);
  }

  override async onAlarm(): Promise<void> {
    this.#parts.alarm.fired();
    closeSessionsOnTime(this.#parts.door);
    const isDelivered = await this.#parts.delivery.run();
    await this.#parts.door.copy.pull();
    if (isDelivered) await this.#parts.alarm.setForNextSessionEnd(this.#parts.door);
  }

  mark(scanner: Scanner, scans: ScanRequest[]) {
    return mark(this.#parts.door, scanner, scans);
  }

  validate(scanner: Scanner, request: ScanRequest) {
    return validate(this.#parts.door, scanner, request);
  }

  undo(scanner: Scanner, request: { scanId: string; reason: string }) {
    return undo(this.#parts.door, scanner, request);
  }

  override(scanner: Scanner, request: { scanId: string; reason: string }) {
    return override(this.#parts.door, scanner, request);
  }

  owed(scanner: Scanner, scanId: string) {
    return owed(this.#parts.door, scanner, scanId);
  }

  payPracticeBooking(bookingId: string) {
    return payPracticeBooking(this.#parts.door, bookingId);
  }

  markFresh(scanner: Scanner, scans: ScanRequest[]) {
    return markFresh(this.#parts.door, scanner, scans);
  }

  closeConflict(scanner: Scanner, conflictId: string) {
    return closeConflict(this.#parts.door, scanner, conflictId);
  }

  party(ticketId: string) {
    return party(this.#parts.door, ticketId);
  }

  attendance(ticketIds: string[]) {
    return attendance(this.#parts.door, ticketIds);
  }

  openDevice(key: DeviceKey) {
    return openDevice(this.#parts.door, key);
  }

  pack(since: string | null) {
    return this.#pack(since);
  }

  async devices() {
    return this.#parts.door.presence.all();
  }

  stats() {
    return stats(this.#parts.door);
  }

  async kick(): Promise<void> {
    await this.#parts.door.copy.pull();
  }

  recheck(): Promise<void> {
    return this.#recheck.now();
  }

  async heartbeat(): Promise<void> {
    await this.#parts.door.copy.pull();
    closeSessionsOnTime(this.#parts.door);
    await this.#parts.delivery.run();
    await this.#recheck.now();
  }
}
