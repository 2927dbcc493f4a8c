import { loadJavaScript } from './verify-signature.ts';

/** Has the browser keep the pages of the door and all that they are made of, for a start with no network at all. */
export async function keepDoorOffline(page: string): Promise<void> {
  if (!('serviceWorker' in navigator)) return;
  await navigator.serviceWorker.register('/service-worker.js');
  // Packs and scans, too: not to be cleared for want of space.
  void navigator.storage?.persist?.();
  const { active } = await navigator.serviceWorker.ready;
  await loadJavaScript().catch(() => undefined);
  const files = performance.getEntriesByType('resource').map((entry) => entry.name);
  active?.postMessage({ type: 'keep-door', pages: ['/gate', page], files });
}
