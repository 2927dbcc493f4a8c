/** Keyset: whatever is older than the last item of the page before. */
export interface Page {
  limit: number;
  before: { createdAt: string; id: string } | null;
}

/** Of a list whose order the store knows: what follows the row with this id. */
export interface PartOfList {
  limit: number;
  after: string | null;
}
