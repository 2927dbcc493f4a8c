import type { TicketPage } from '#contract/ticket/ticket.ts';

const nameOf = (id: string) => `ticket-page ${id}`;

/** The ticket as this device last saw it, for a door without a network. */
export function keepSnapshot(ticket: TicketPage): void {
  try {
    localStorage.setItem(nameOf(ticket.id), JSON.stringify(ticket));
  } catch {
    // A full or forbidden storage costs the offline copy, not the ticket.
  }
}

export function readSnapshot(id: string): TicketPage | null {
  try {
    return JSON.parse(localStorage.getItem(nameOf(id)) ?? 'null') as TicketPage | null;
  } catch {
    return null;
  }
}

/** A ticket that was transferred, or whose link was renewed, must not survive here. */
export const dropSnapshot = (id: string) => localStorage.removeItem(nameOf(id));

/** Caches this page and the files it has loaded, for offline use. */
export async function keepPageOffline(): Promise<void> {
  if (!('serviceWorker' in navigator)) return;
  await navigator.serviceWorker.register('/service-worker.js');
  const { active } = await navigator.serviceWorker.ready;
  const files = performance.getEntriesByType('resource').map((entry) => entry.name);
  active?.postMessage({ type: 'keep', page: location.pathname, files });
}
