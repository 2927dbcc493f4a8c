/** Keeps the screen on while the page is in front. Returns how to stop. Browsers without it change nothing. */
export function keepAwake(): () => void {
  let lock: WakeLockSentinel | null = null;
  let stopped = false;
  const acquire = async () => {
    if (document.visibilityState !== 'visible' || !('wakeLock' in navigator)) return;
    try {
      lock = await navigator.wakeLock.request('screen');
      if (stopped) await lock.release();
    } catch {
      // Refused on low battery: the screen then sleeps as its owner set it to.
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
