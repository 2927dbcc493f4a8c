import { createAnnouncer } from '../../../party/door/announcer.ts';
import { createCopy } from '../../../party/door/copy.ts';
import { countsOf } from '../../../party/door/counts.ts';
import { createDelivery } from '../../../party/door/delivery.ts';
import { openLedger } from '../../../party/door/ledger.ts';
import type { DoorParts } from '../../../party/door/parts.ts';
import { mark, takeScanTurn } from '../../../party/door/scan.ts';
import type { ScanCommand } from '../../../party/door/scan-command.ts';
import { override } from '../../../party/door/override.ts';
import { undo } from '../../../party/door/undo.ts';
import { Turns } from '../../../party/turn.ts';
import type { DoorRoom, DoorSource } from '../../deps.ts';
import type { DecidedScan, DoorCounts, ScanRequest } from '#domain/door/door.ts';
import type { Scanner } from '#domain/account/scanner.ts';
import type { RoomStorage } from './room-storage.ts';
import type { VirtualTime } from './virtual-time.ts';

/** One life of the door's room: its own code from `party/door`, on this disk and with this database. */
export interface Room {
  mark(scanner: Scanner, scans: ScanRequest[]): Promise<DecidedScan[]>;
  undo(scanner: Scanner, scanId: string): ReturnType<DoorRoom['undo']>;
  override(scanner: Scanner, scanId: string): ReturnType<DoorRoom['override']>;
  /** The alarm's work. */
  beat(): Promise<void>;
  counts(): DoorCounts | null;
}

interface World {
  time: Pick<VirtualTime, 'now' | 'sleep' | 'after'>;
  storage: RoomStorage;
  source: DoorSource;
  eventId: string;
  uuid(): string;
  /** How long the disk takes. */
  syncMs(): number;
  /** Scans codes. */
  signer?: DoorParts['signer'];
}

const silent = { info() {}, warn() {}, error() {} };

export function openRoom(world: World): Room {
  const { time, storage, source, eventId, uuid } = world;
  const { sql, transaction } = storage.open();
  const ledger = openLedger(sql);
  const clock = { now: () => new Date(time.now) };
  const announcer = createAnnouncer({ listeners: () => 0, broadcast() {}, nextSeq: () => 0, counts: () => null });
  const guarded: DoorParts['transaction'] = (work) => {
    try {
      return transaction(work);
    } catch (error) {
      ledger.forget();
      throw error;
    }
  };
  const copy = createCopy({
    doorId: eventId,
    ledger,
    source,
    log: silent,
    clock,
    ids: { uuid } as DoorParts['ids'],
    transaction: guarded,
    onChange() {},
    onConflict() {},
    onPulled() {},
  });
  const presence = { record() {}, join: () => true, all: () => [], refresh() {} };
  const signer = world.signer ?? ({} as DoorParts['signer']);
  const turns = new Turns({
    limit: 100,
    run: async (commands: readonly ScanCommand[]) => takeScanTurn(door, commands),
    recover: () => 'bisect' as const,
  });
  const door: DoorParts = {
    doorId: eventId,
    clock,
    ids: { uuid } as DoorParts['ids'],
    log: silent,
    signer,
    source,
    ledger,
    copy,
    announcer,
    presence,
    transaction: guarded,
    async durable() {
      await time.sleep(world.syncMs());
      // A dead room's write never reaches the disk.
      sql.exec('select 1');
      storage.sync();
    },
    takeTurn: (command) => turns.submit(command),
    deliverSoon: () => delivery.soon(),
  };
  const delivery = createDelivery(door, async (ms) => void time.after(ms, () => void delivery.run()));
  return {
    async mark(scanner, scans) {
      const marked = await mark(door, scanner, scans);
      if (!marked.ok) throw new Error(marked.code);
      return marked.verdicts;
    },
    undo: (scanner, scanId) => undo(door, scanner, { scanId, reason: 'mistake' }),
    override: (scanner, scanId) => override(door, scanner, { scanId, reason: 'known by face' }),
    async beat() {
      await copy.pull();
      await delivery.run();
    },
    counts: () => countsOf(door),
  };
}
