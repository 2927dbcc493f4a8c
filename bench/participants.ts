/** Ends a benchmark without a result: its figures would not say what they claim to say. */
export class InvalidBenchmark extends Error {
  override name = 'InvalidBenchmark';
}

/** One connection, socket or page that a benchmark measures with. */
export interface Participant {
  /** The server has admitted it. */
  ready(): void;
  /** Ends the benchmark, unless the participant has left. */
  fail(reason: string): void;
  /** The benchmark needs it no longer, so that closing it is no failure. */
  leave(): void;
}

/** Everything that a benchmark measures with. Each participant has to be admitted, and to stay until it leaves. */
export class Participants {
  /** Rejects with the first failure, and never resolves. */
  readonly failed: Promise<never>;
  readonly #waiting = new Set<string>();
  #count = 0;
  #failure: InvalidBenchmark | null = null;
  #reject: (error: InvalidBenchmark) => void = () => {};

  constructor() {
    this.failed = new Promise<never>((_, reject) => (this.#reject = reject));
    this.failed.catch(() => {});
  }

  join(kind: string): Participant {
    const name = `${kind} ${++this.#count}`;
    let isPresent = true;
    this.#waiting.add(name);
    return {
      ready: () => void this.#waiting.delete(name),
      fail: (reason) => {
        if (!isPresent || this.#failure) return;
        this.#failure = new InvalidBenchmark(`${name} ${reason}`);
        this.#reject(this.#failure);
      },
      leave: () => (isPresent = false),
    };
  }

  /** Throws unless there was at least one participant, every one was admitted, and none has failed. */
  check(): void {
    if (this.#failure) throw this.#failure;
    if (this.#count === 0) throw new InvalidBenchmark('nothing took part in it');
    const [missing] = this.#waiting;
    if (missing) throw new InvalidBenchmark(`${missing} was never admitted`);
  }
}
