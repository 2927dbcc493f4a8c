import type { Replies } from '$lib/booking/answers';
import type { Billing } from '$lib/booking/BillingFields.svelte';

export interface Buyer {
  name: string;
  email: string;
}
/** The contents of one event's form except the buyer. */
export interface Draft {
  attendees: string[];
  replies: Replies;
  billing: Billing;
  wantsInvoice: boolean;
  method: 'stripe' | 'at_door';
}

/* The typed values for this tab, so that a reload, the way back or an expired hold doesn't lose them. */

export const keepBuyer = (buyer: Buyer) => write('buyer', buyer);
export const readBuyer = () => read<Buyer>('buyer');
export const keepDraft = (eventId: string, draft: Draft) => write(`draft ${eventId}`, draft);
export const readDraft = (eventId: string) => read<Partial<Draft>>(`draft ${eventId}`);

function write(name: string, value: unknown): void {
  try {
    sessionStorage.setItem(name, JSON.stringify(value));
  } catch {
    // A full or forbidden storage loses what a reload would have restored, not the booking.
  }
}

function read<T>(name: string): T | null {
  try {
    return JSON.parse(sessionStorage.getItem(name) ?? 'null') as T | null;
  } catch {
    return null;
  }
}
