/**
 * Asks again while somebody looks: every so often, at once when the phone wakes up or the tab comes back, and when the
 * network does. Returns how to stop. For `$effect`.
 */
export function refreshWhenSeen(refresh: () => void, everyMs: number | null): () => void {
  const ifSeen = () => document.visibilityState === 'visible' && refresh();
  const timer = everyMs === null ? undefined : setInterval(ifSeen, everyMs);
  document.addEventListener('visibilitychange', ifSeen);
  window.addEventListener('focus', ifSeen);
  window.addEventListener('online', ifSeen);
  return () => {
    clearInterval(timer);
    document.removeEventListener('visibilitychange', ifSeen);
    window.removeEventListener('focus', ifSeen);
    window.removeEventListener('online', ifSeen);
  };
}
