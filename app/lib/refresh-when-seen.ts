/**
 * Refreshes while the page is visible: at intervals, and right away when the phone wakes, the tab returns or the
 * network does. Returns a function that stops it. For `$effect`.
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
