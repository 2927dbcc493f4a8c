import { openPack } from '#domain/door/read-pack.ts';
import { type AloneVerdict, decideAlone } from './decide-alone.ts';
import type { DoorStore } from './store.ts';
import { PackPicture } from './pack-picture.ts';
import type { WireScan } from './queued-scan.ts';

interface Options {
  store: DoorStore;
  /** The gzipped pack, or null where no answer came that is one. */
  fetchPack(since: string | null): Promise<Uint8Array | null>;
  /** The server's time in an answer that has just come. */
  onTime(serverTime: number): void;
  /** Also after the first. */
  onPicture(picture: PackPicture): void;
  /** Whatever the room had answered by then is in the picture now. */
  onCovered(askedAt: number): void;
}

const PAUSE_MS = 5000;
/** More pieces are written as one. */
const MOST_PIECES = 40;

/** Keeps what this device carries: on the disk, in memory, and as new as the room tells. */
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

  /** What lies on the disk. */
  async open(): Promise<void> {
    const [first, ...rest] = await this.#options.store.packs();
    const whole = first ? openPack(first) : null;
    if (!whole) return;
    const picture = new PackPicture(whole);
    for (const bytes of rest) {
      const delta = openPack(bytes);
      // One piece missing makes all after it wrong.
      if (!delta) break;
      picture.apply(delta);
    }
    this.#show(picture);
  }

  close() {
    this.#closed = true;
    clearTimeout(this.#timer);
  }

  /** Something changed at the door: soon, since more may come, and not all devices at once. */
  changed() {
    if (this.#closed || this.#timer) return;
    const wait = Math.max(0, this.#askedAt + PAUSE_MS - Date.now()) + Math.random() * 1000;
    this.#timer = setTimeout(() => {
      this.#timer = undefined;
      void this.refresh();
    }, wait);
  }

  /** Now; one question at a time. */
  refresh(): Promise<void> {
    return (this.#running ??= this.#refresh().finally(() => (this.#running = null)));
  }

  /** Null while there is no pack. */
  async decide(scan: WireScan, at: number): Promise<AloneVerdict | null> {
    return this.picture && decideAlone(this.picture, scan, at);
  }

  async #refresh(): Promise<void> {
    const askedAt = (this.#askedAt = Date.now());
    const bytes = await unzipped(await this.#options.fetchPack(this.picture?.cursor ?? null));
    const pack = bytes && openPack(bytes);
    if (!bytes || !pack || this.#closed) return;
    if (pack.head.isWhole) {
      this.#show(new PackPicture(pack));
      await kept(this.#options.store.keepPacks([bytes]));
      // It was made for whoever came first: what changed since comes with the next.
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
    const [whole] = await this.#options.store.packs();
    if (whole) await kept(this.#options.store.keepPacks([whole, picture.changesAsOne()]));
  }

  #show(picture: PackPicture) {
    this.picture = picture;
    this.#options.onPicture(picture);
  }
}

/** What does not fit on the disk is in memory all the same, and asked for anew at the next start. */
const kept = (writing: Promise<void>) => writing.catch(() => undefined);

/** Null for what is no gzip: a hotel's page that asks for a room number. */
async function unzipped(bytes: Uint8Array | null): Promise<Uint8Array | null> {
  if (!bytes) return null;
  try {
    const stream = new Response(Uint8Array.from(bytes)).body!.pipeThrough(new DecompressionStream('gzip'));
    return new Uint8Array(await new Response(stream).arrayBuffer());
  } catch {
    return null;
  }
}
