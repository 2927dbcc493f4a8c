const SAME_SCAN_MS = 5000;
/** Detection flickers: a code has left the picture when look after look did not see it for this long. */
const GONE_MS = 1000;

/**
 * Decides whether a code in the picture is a new scan. The same code is none within five seconds, nor for as long as it
 * stays in the picture; one that left and is held up again is new once the five seconds are over.
 */
export function createScanMemory() {
  /** `hasLeft`: since it was scanned, though it may be back. */
  const seen = new Map<string, { scannedAt: number; seenAt: number; missedAt: number | null; hasLeft: boolean }>();
  const isGone = ({ missedAt, hasLeft }: { missedAt: number | null; hasLeft: boolean }, now: number) =>
    hasLeft || (missedAt !== null && now - missedAt >= GONE_MS);

  const isNew = (code: string, now: number): boolean => {
    const before = seen.get(code);
    if (!before) return true;
    return isGone(before, now) && now - before.scannedAt >= SAME_SCAN_MS;
  };

  return {
    /** `middle` is the code that counts; `inPicture` are all of them, the middle one too. Returns what to scan now. */
    look(middle: string | null, inPicture: readonly string[], now: number): string | null {
      const scanned = middle !== null && isNew(middle, now) ? middle : null;
      for (const [code, before] of seen) {
        if (inPicture.includes(code))
          Object.assign(before, { hasLeft: isGone(before, now), seenAt: now, missedAt: null });
        else before.missedAt ??= now;
      }
      if (scanned !== null) seen.set(scanned, { scannedAt: now, seenAt: now, missedAt: null, hasLeft: false });
      for (const [code, at] of seen) if (now - Math.max(at.seenAt, at.scannedAt) > 2 * SAME_SCAN_MS) seen.delete(code);
      return scanned;
    },
    /** The scan came to nothing (no connection): the same code may be tried again at once when it is shown again. */
    forget(code: string) {
      seen.delete(code);
    },
    /** What is asked of a code is another question now: whatever stays in the picture is new. */
    forgetAll() {
      seen.clear();
    },
  };
}
