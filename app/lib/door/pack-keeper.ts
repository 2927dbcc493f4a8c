import { openPack } from '#domain/door/read-pack.ts';
import { type AloneVerdict, decideAlone } from './decide-alone.ts';
import type { DoorStore } from './store.ts';
import { PackPicture } from './pack-picture.ts';
import type { WireScan } from './queued-scan.ts';

interface Options {
  store: DoorStore;
  /** The gzipped pack, or null where the response is none. */
  fetchPack(since: string | null): Promise<Uint8Array | null>;
  /** Takes the server's time from a response that has just arrived. */
  onTime(serverTime: number): void;
  /** Called after every pull, the first included. */
  onPicture(picture: PackPicture): void;
  /** The picture now contains everything that the room had answered by then. */
  onCovered(askedAt: number): void;
}

const PAUSE_MS = 5000;
/** More pieces are merged into one. */
const MOST_PIECES = 40;

/** Keeps the device's pack on disk and in memory, and as new as the room's. */
export class PackKeeper {
  picture: PackPicture | null = null;
  #options: Options;
  #timer: ReturnType<typeof setTimeout> | undefined;
  #running: Promise<void> | null = null;
  #askedAt = 0;
  #closed = false;

  constructor(options: Options) {
    this.#options = options;
  }

  /** The pieces stored on disk. */
  async open(): Promise<void> {
    const [first, ...rest] = await this.#options.store.packs();
    const full = first ? openPack(first) : null;
    if (!full) return;
    const picture = new PackPicture(full);
    for (const bytes of rest) {
      const delta = openPack(bytes);
      // One missing piece invalidates all that follow.
      if (!delta) break;
      picture.apply(delta);
    }
    this.#show(picture);
  }

  close() {
    this.#closed = true;
    clearTimeout(this.#timer);
  }

  /** The door changed: pull soon, as more changes may follow, and not on all devices in the same moment. */
  changed() {
    if (this.#closed || this.#timer) return;
    const wait = Math.max(0, this.#askedAt + PAUSE_MS - Date.now()) + Math.random() * 1000;
    this.#timer = setTimeout(() => {
      this.#timer = undefined;
      void this.refresh();
    }, wait);
  }

  /** Pulls now; one request at a time. */
  refresh(): Promise<void> {
    return (this.#running ??= this.#refresh().finally(() => (this.#running = null)));
  }

  /** Null while there is no pack. */
  async decide(scan: WireScan, at: number): Promise<AloneVerdict | null> {
    return this.picture && decideAlone(this.picture, scan, { at });
  }

  async #refresh(): Promise<void> {
    const askedAt = (this.#askedAt = Date.now());
    const bytes = await unzipped(await this.#options.fetchPack(this.picture?.cursor ?? null));
    const pack = bytes && openPack(bytes);
    if (!bytes || !pack || this.#closed) return;
    if (pack.head.isWhole) {
      this.#show(new PackPicture(pack));
      await kept(this.#options.store.keepPacks([bytes]));
      // The whole pack was made for the first device that asked: the changes since arrive with the next pull.
      return this.#refresh();
    }
    this.#options.onTime(pack.head.madeAt);
    this.picture!.apply(pack);
    if (this.picture!.deltas % MOST_PIECES === 0) await this.#writeAsOne(this.picture!);
    else await kept(this.#options.store.addPack(bytes));
    this.#options.onCovered(askedAt);
    this.#options.onPicture(this.picture!);
  }

  async #writeAsOne(picture: PackPicture): Promise<void> {
    const [full] = await this.#options.store.packs();
    if (full) await kept(this.#options.store.keepPacks([full, picture.changesAsOne()]));
  }

  #show(picture: PackPicture) {
    this.picture = picture;
    this.#options.onPicture(picture);
  }
}

/** A piece that does not fit on disk stays in memory, and is requested again at the next start. */
const kept = (writing: Promise<void>) => writing.catch(() => undefined);

/** Null for a response that is not gzip, such as a hotel's sign-in page. */
async function unzipped(bytes: Uint8Array | null): Promise<Uint8Array | null> {
  if (!bytes) return null;
  try {
    const stream = new Response(Uint8Array.from(bytes)).body!.pipeThrough(new DecompressionStream('gzip'));
    return new Uint8Array(await new Response(stream).arrayBuffer());
  } catch {
    return null;
  }
}
