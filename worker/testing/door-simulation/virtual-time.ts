interface Timer {
  id: number;
  at: number;
  run: () => void;
}

/** A clock that jumps from one timer to the next: hours at a door in milliseconds, the same every time. */
export class VirtualTime {
  now: number;
  #timers: Timer[] = [];
  #made = 0;

  constructor(startsAt: number) {
    this.now = startsAt;
  }

  after(ms: number, run: () => void): number {
    const timer = { id: ++this.#made, at: this.now + Math.max(0, ms), run };
    const place = this.#timers.findLastIndex((other) => other.at <= timer.at) + 1;
    this.#timers.splice(place, 0, timer);
    return timer.id;
  }

  cancel(id: unknown): void {
    const place = this.#timers.findIndex((timer) => timer.id === id);
    if (place >= 0) this.#timers.splice(place, 1);
  }

  sleep = (ms: number) => new Promise<void>((resolve) => void this.after(ms, resolve));

  /** Runs everything that is due until then, each with its immediate consequences. */
  async runUntil(end: number): Promise<void> {
    await settled();
    for (let next; (next = this.#timers[0]) && next.at <= end;) {
      this.#timers.shift();
      this.now = next.at;
      next.run();
      await settled();
    }
    this.now = end;
  }

  /** Until `undo`, the process has this time and no other. */
  install(): () => void {
    const real = { setTimeout: globalThis.setTimeout, clearTimeout: globalThis.clearTimeout, now: Date.now };
    const after = (run: () => void, ms = 0) => this.after(ms, run);
    Object.assign(globalThis, { setTimeout: after, clearTimeout: (id: unknown) => this.cancel(id) });
    Date.now = () => this.now;
    return () => {
      Object.assign(globalThis, { setTimeout: real.setTimeout, clearTimeout: real.clearTimeout });
      Date.now = real.now;
    };
  }
}

/** Promises first, however deep. */
const settled = () => new Promise<void>((resolve) => setImmediate(resolve));
