import type { Replies } from '$lib/booking/answers';
import type { Billing } from '$lib/booking/BillingFields.svelte';

export interface Buyer {
  name: string;
  email: string;
}
/** What one event's form holds besides the buyer. */
export interface Draft {
  attendees: string[];
  replies: Replies;
  billing: Billing;
  wantsInvoice: boolean;
  method: 'stripe' | 'at_door';
}

/* What was typed, for this tab: a reload, the way back or a lapsed hold must not cost it. */

export const keepBuyer = (buyer: Buyer) => write('buyer', buyer);
export const readBuyer = () => read<Buyer>('buyer');
export const keepDraft = (eventId: string, draft: Draft) => write(`draft ${eventId}`, draft);
export const readDraft = (eventId: string) => read<Partial<Draft>>(`draft ${eventId}`);

function write(name: string, value: unknown): void {
  try {
    sessionStorage.setItem(name, JSON.stringify(value));
  } catch {
    // A full or forbidden storage costs what a reload would have kept, not the booking.
  }
}

function read<T>(name: string): T | null {
  try {
    return JSON.parse(sessionStorage.getItem(name) ?? 'null') as T | null;
  } catch {
    return null;
  }
}
