/**
 * The server's time as far as this page knows it: the device's clock, corrected by responses. Device clocks are minutes
 * off; a countdown must not be.
 */
export class ServerClock {
  #offset = 0;
  #users = 0;
  #timer: ReturnType<typeof setInterval> | undefined;
  /** Milliseconds since 1970; advances while `run` is in effect. */
  now = $state(0);

  /** `serverTime` of the data that a page was rendered with, so that server and browser render the same. */
  constructor(serverTime?: string) {
    this.now = serverTime ? Date.parse(serverTime) : Date.now();
  }

  /** Takes `serverTime` of a response that has just arrived; a cached page's own time is old. */
  set(serverTime: string): void {
    this.#offset = Date.parse(serverTime) - Date.now();
    this.now = Date.now() + this.#offset;
  }

  /** Ticks every second while the page shows a running time. Returns a function that stops it. For `$effect`. */
  run(): () => void {
    if (this.#users++ === 0) this.#timer = setInterval(() => (this.now = Date.now() + this.#offset), 1000);
    return () => {
      if (--this.#users === 0) clearInterval(this.#timer);
    };
  }
}
export const serverClock = new ServerClock();
