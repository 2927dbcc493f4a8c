/**
 * Keeps the screen on while the page is visible. Returns a function that stops it. Does nothing in browsers without
 * wake locks.
 */
export function keepAwake(): () => void {
  let lock: WakeLockSentinel | null = null;
  let stopped = false;
  const acquire = async () => {
    if (document.visibilityState !== 'visible' || !('wakeLock' in navigator)) return;
    try {
      lock = await navigator.wakeLock.request('screen');
      if (stopped) await lock.release();
    } catch {
      // Refused on a low battery: the screen then sleeps as usual.
    }
  };
  document.addEventListener('visibilitychange', acquire);
  void acquire();
  return () => {
    stopped = true;
    document.removeEventListener('visibilitychange', acquire);
    void lock?.release();
  };
}
