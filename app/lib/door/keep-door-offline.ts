import { loadJavaScript } from './verify-signature.ts';

/** Has the browser cache the door's pages and all their files, so that they start offline. */
export async function keepDoorOffline(page: string): Promise<void> {
  if (!('serviceWorker' in navigator)) return;
  await navigator.serviceWorker.register('/service-worker.js');
  // Asks that packs and scans not be evicted when storage runs low.
  void navigator.storage?.persist?.();
  const { active } = await navigator.serviceWorker.ready;
  await loadJavaScript().catch(() => undefined);
  const files = performance.getEntriesByType('resource').map((entry) => entry.name);
  active?.postMessage({ type: 'keep-door', pages: ['/gate', page], files });
}
