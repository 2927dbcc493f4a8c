import type { DoorSource, SourcedTicket } from '../../deps.ts';
import type { DoorFacts, ScanRequest } from '#domain/door/door.ts';
import { randomFrom } from '../torture-seed.ts';
import { Device } from './device.ts';
import { PostgresTwin } from './postgres-twin.ts';
import { type RoomStorage, createRoomStorage } from './room-storage.ts';
import { type Room, openRoom } from './room.ts';
import { VirtualTime } from './virtual-time.ts';

/** The guards; a control switches one off, and the simulation has to notice. */
export interface Guards {
  /** Devices report the verdict they showed. */
  saysShown: boolean;
  /** Repeats carry the same ids. */
  keepsIds: boolean;
  /** The room answers only when its disk has the data. */
  waitsForDisk: boolean;
}
const ALL: Guards = { saysShown: true, keepsIds: true, waitsForDisk: true };

export interface Ended {
  devices: Device[];
  postgres: PostgresTwin;
  room: Room;
  reEntry: boolean;
  session: { id: string };
}

const STARTS = Date.UTC(2026, 10, 22, 19);
const TROUBLE_MS = 60_000;
const HEALING_MS = 40_000;
const DEVICES = 3;
const TICKETS = 3;
const SCANS = 7;

/** Runs doors, their room and Postgres through a minute of trouble and two of recovery. */
export async function simulate(seed: number, guards: Partial<Guards> = {}): Promise<Ended> {
  const time = new VirtualTime(STARTS);
  const undoTime = time.install();
  try {
    return await run(time, randomFrom(seed), { ...ALL, ...guards });
  } finally {
    undoTime();
  }
}

async function run(time: VirtualTime, random: () => number, guards: Guards): Promise<Ended> {
  let ids = 0;
  const uuid = () => `00000000-0000-7000-8000-${(++ids).toString(16).padStart(12, '0')}`;
  const between = (least: number, most: number) => least + random() * (most - least);
  const chance = (of: number) => random() < of;
  const heals = STARTS + TROUBLE_MS;
  const inTrouble = () => time.now < heals;

  const reEntry = chance(0.5);
  const session = { id: uuid(), name: '', startsAt: STARTS - 3_600_000, endsAt: STARTS + 6 * 3_600_000 };
  const type = {
    id: uuid(),
    index: 0,
    name: 'General',
    doorNote: '',
    validFrom: null,
    validUntil: null,
    sessionIds: [],
  };
  const event = {
    id: uuid(),
    title: 'Night',
    timeZone: 'UTC',
    currency: 'EUR',
    reEntry,
    isCancelled: false,
    houseCapacity: null,
    rehearsal: null,
  };
  const facts: DoorFacts = {
    epoch: 'one',
    event,
    ticketSeq: TICKETS,
    sessions: [session],
    types: [type],
    gates: [],
    keys: [],
    devices: [],
  };
  const tickets = Array.from({ length: TICKETS }, (_, index): SourcedTicket => ({
    id: uuid(),
    number: `T${index}`,
    typeId: type.id,
    bookingId: null,
    status: 'valid',
    revision: 1,
    attendeeName: '',
    amountDueMinor: null,
    seq: index + 1,
    keyId: 1,
    issuedAt: STARTS,
  }));
  const postgres = new PostgresTwin(facts, tickets);

  const isAway = outages({ between, chance }, 2, 15_000);
  const source = sourceOf(postgres, {
    async answer(work) {
      await time.sleep(between(1, 30));
      if (inTrouble() && (isAway(time.now) || chance(0.1))) throw new Error('Postgres is away');
      const done = work();
      await time.sleep(between(1, 30));
      if (inTrouble() && chance(0.1)) throw new Error('the answer got lost');
      return done;
    },
  });

  const storage = createRoomStorage();
  const disk: RoomStorage = guards.waitsForDisk ? storage : { ...storage, sync() {} };
  const syncMs = () => (guards.waitsForDisk ? between(0, 15) : 0);
  const open = () => openRoom({ time, storage: disk, source, eventId: event.id, uuid, syncMs });
  let room: Room | null = open();
  for (let crash = 0; crash < 3; crash++) {
    if (!chance(0.6)) continue;
    time.after(between(0, TROUBLE_MS), () => {
      room = null;
      storage.crash(chance(0.5) && guards.waitsForDisk);
      time.after(between(50, 3000), () => (room ??= open()));
    });
  }

  const devices = Array.from({ length: DEVICES }, (_, index) => {
    const isCut = outages({ between, chance }, 2, 25_000);
    const deviceId = uuid();
    const may = { mayScan: true, mayUndoAny: false, maySell: false, maySupervise: false };
    const scanner = { deviceId, deviceName: `Phone ${index}`, userId: null, gateId: null, gateIsFixed: false, ...may };
    const travel = async () => {
      const isSlow = inTrouble() && chance(0.08);
      await time.sleep(isSlow ? between(1000, 20_000) : between(5, 150));
      if (inTrouble() && (isCut(time.now) || chance(0.08))) throw new Error('lost on the way');
    };
    const sent = (scan: ScanRequest): ScanRequest => {
      const { shown, ...plain } = scan;
      const named = guards.keepsIds ? plain : { ...plain, scanId: uuid() };
      return shown && guards.saysShown ? { ...named, shown } : named;
    };
    const once = async (scans: ScanRequest[]) => {
      await travel();
      if (!room) throw new Error('no room');
      const life = room;
      const answers = await life.mark(scanner, scans.map(sent));
      if (life !== room) throw new Error('the room died before it could say so');
      await travel();
      return answers.map((answer, at) => ({ ...answer, scanId: scans[at]!.scanId }));
    };
    const ask = (scans: ScanRequest[]) => {
      // Networks repeat messages.
      if (inTrouble() && chance(0.15)) once(scans).catch(() => undefined);
      return once(scans);
    };
    return new Device(scanner, { time, link: { ask }, reEntry, uuid, skewMs: Math.round(between(-400, 400)) });
  });
  for (const device of devices) {
    for (let scan = 0; scan < SCANS; scan++) {
      const ticket = tickets[Math.floor(random() * TICKETS)]!;
      const direction = chance(0.7) ? 'entry' : 'exit';
      time.after(between(0, TROUBLE_MS), () => void device.scan(ticket.id, direction));
    }
    for (let at = between(0, 4000); at < TROUBLE_MS + HEALING_MS; at += between(1500, 5000))
      time.after(at, () => void device.deliver());
  }
  for (let at = 5000; at < TROUBLE_MS + HEALING_MS; at += 10_000)
    time.after(at, () => void room?.beat().catch(() => undefined));
  await time.runUntil(STARTS + TROUBLE_MS + HEALING_MS);
  return { devices, postgres, room: room!, reEntry, session };
}

/** Stretches of time in which nothing gets through. */
function outages(
  { between, chance }: { between(least: number, most: number): number; chance(of: number): boolean },
  most: number,
  longestMs: number,
): (now: number) => boolean {
  const cuts = Array.from({ length: most }, () => {
    const from = STARTS + between(0, TROUBLE_MS);
    return chance(0.7) ? [from, from + between(500, longestMs)] : [0, 0];
  });
  return (now) => cuts.some(([from, to]) => now >= from! && now < to!);
}

function sourceOf(postgres: PostgresTwin, link: { answer<T>(work: () => T): Promise<T> }): DoorSource {
  const copy = <T>(value: T): T => structuredClone(value);
  const { answer } = link;
  return {
    readFacts: () => answer(() => copy(postgres.facts)),
    readTickets: (_, afterSeq) => answer(() => copy(postgres.tickets.filter(({ seq }) => seq > afterSeq))),
    readAttendance: () => answer(() => []),
    readScans: () => answer(() => []),
    readOpenConflicts: () => answer(() => []),
    readKeys: () => answer(() => []),
    findElsewhere: () => answer(() => null),
    readStandings: () => answer(() => ({ people: [], revokedDevices: [] })),
    deliver: (_, delivery) => answer(() => postgres.deliver(copy(delivery))),
  };
}
