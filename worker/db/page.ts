/** Keyset: whatever is older than the last item of the page before. */
export interface Page {
  limit: number;
  before: { createdAt: string; id: string } | null;
}
