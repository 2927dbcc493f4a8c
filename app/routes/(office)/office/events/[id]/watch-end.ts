import type { CancellationProgress } from '#contract/event/event.ts';

interface Watch {
  /** Null when it could not be loaded. */
  look: () => Promise<CancellationProgress | null>;
  /** Whether the page is visible. */
  isSeen: () => boolean;
  /** Called at the end, and when something changes after it: a refund can fail days later. */
  onchanged: () => void;
}

const UNDER_WAY_MS = 2000;
const JUST_DONE_MS = 5000;
const JUST_DONE_LOOKS = 12;
const LATER_MS = 30_000;

export const isAtEnd = ({ ended, bookings, refunds }: CancellationProgress) =>
  ended === bookings && refunds.pending === 0;

/** Polls the cancellation of an event: often until its end and for a minute after, then rarely. */
export function watchEnd({ look, isSeen, onchanged }: Watch): () => void {
  let timer: ReturnType<typeof setTimeout>;
  let isGone = false;
  let reported = '';
  let looksSinceDone = 0;
  async function turn() {
    const isLater = looksSinceDone > JUST_DONE_LOOKS;
    const progress = !isLater || isSeen() ? await look() : null;
    if (isGone) return;
    const isDone = progress ? isAtEnd(progress) : looksSinceDone > 0;
    looksSinceDone = isDone ? looksSinceDone + 1 : 0;
    const text = JSON.stringify(progress);
    if (progress && isDone && text !== reported) {
      reported = text;
      onchanged();
    }
    const pause = looksSinceDone > JUST_DONE_LOOKS ? LATER_MS : JUST_DONE_MS;
    timer = setTimeout(() => void turn(), isDone ? pause : UNDER_WAY_MS);
  }
  void turn();
  return () => {
    isGone = true;
    clearTimeout(timer);
  };
}
