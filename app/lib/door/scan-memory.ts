const SAME_SCAN_MS = 5000;
/** Detection flickers: a code has left the picture once it was missing for this long. */
const GONE_MS = 1000;

/**
 * Decides whether a code in the picture is a new scan. The same code is not new within five seconds, nor while it stays
 * in the picture; a code that left and is shown again is new after the five seconds.
 */
export function createScanMemory() {
  /** `hasLeft`: since it was scanned, though it may be back. */
  const seen = new Map<string, { scannedAt: number; seenAt: number; missedAt: number | null; hasLeft: boolean }>();
  const isGone = ({ missedAt, hasLeft }: { missedAt: number | null; hasLeft: boolean }, now: number) =>
    hasLeft || (missedAt !== null && now - missedAt >= GONE_MS);

  return {
    /**
     * `middle` is the code that counts; `inPicture` are all of them, the middle one too. Returns the code to scan now.
     */
    look(middle: string | null, inPicture: readonly string[], now: number): string | null {
      const known = middle === null ? undefined : seen.get(middle);
      const isNew = !known || (isGone(known, now) && now - known.scannedAt >= SAME_SCAN_MS);
      const scanned = isNew ? middle : null;
      for (const [code, before] of seen) {
        if (inPicture.includes(code))
          Object.assign(before, { hasLeft: isGone(before, now), seenAt: now, missedAt: null });
        else before.missedAt ??= now;
      }
      if (scanned !== null) seen.set(scanned, { scannedAt: now, seenAt: now, missedAt: null, hasLeft: false });
      for (const [code, at] of seen) if (now - Math.max(at.seenAt, at.scannedAt) > 2 * SAME_SCAN_MS) seen.delete(code);
      return scanned;
    },
    /** The scan came to nothing (no connection): the same code may be tried again as soon as it is shown again. */
    forget(code: string) {
      seen.delete(code);
    },
    /** Codes now get a different question, so every code in the picture is new. */
    forgetAll() {
      seen.clear();
    },
  };
}
