import { readSecret } from '$lib/secret';

export interface Receipt {
  id: string;
  number: string;
  kind: 'receipt' | 'credit_note';
  total: { amount: number; currency: string };
  issuedAt: string;
}

const ask = (bookingId: string, path: string) => {
  const secret = readSecret('booking', bookingId);
  return fetch(`/api/v1/${path}`, { headers: secret ? { Authorization: `Bearer ${secret}` } : {} });
};

/** Empty where there are none or they can't be loaded: the booking itself shows all payments. */
export async function loadReceipts(bookingId: string): Promise<Receipt[]> {
  try {
    const answer = await ask(bookingId, `bookings/${bookingId}/receipts`);
    return answer.ok ? ((await answer.json()) as { items: Receipt[] }).items : [];
  } catch {
    return [];
  }
}

/** A link can't carry the secret in a header: the file is fetched and offered as a download. */
export async function downloadReceipt(bookingId: string, { id, number }: Receipt): Promise<boolean> {
  try {
    const answer = await ask(bookingId, `receipts/${id}.pdf`);
    if (!answer.ok) return false;
    const href = URL.createObjectURL(await answer.blob());
    Object.assign(document.createElement('a'), { href, download: `${number}.pdf` }).click();
    setTimeout(() => URL.revokeObjectURL(href), 10_000);
    return true;
  } catch {
    return false;
  }
}
