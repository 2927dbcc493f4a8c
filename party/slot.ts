/** Runs its work once at a time; asked meanwhile, once more afterwards. */
export class Slot {
  readonly #work: () => Promise<void>;
  #running: Promise<void> | null = null;
  #again = false;

  constructor(work: () => Promise<void>) {
    this.#work = work;
  }

  /** Settles when nothing is left to do. */
  run(): Promise<void> {
    this.#again = true;
    this.#running ??= this.#loop();
    return this.#running;
  }

  async #loop(): Promise<void> {
    try {
      while (this.#again) {
        this.#again = false;
        await this.#work();
      }
    } finally {
      // In the same breath as the last look at #again, or a call in between would be forgotten.
      this.#running = null;
    }
  }
}
