/** Runs its work once at a time. Calls during a run cause one more run afterwards. */
export class Slot {
  readonly #work: () => Promise<void>;
  #running: Promise<void> | null = null;
  #again = false;

  constructor(work: () => Promise<void>) {
    this.#work = work;
  }

  /** Settles when no run is left. */
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
      // Cleared synchronously after the last check of #again, or a call in between would be lost.
      this.#running = null;
    }
  }
}
