/** Where a scanner's pack ends: numbers of changes in this room's memory, which another generation numbers anew. */
export interface PackCursor {
  generation: number;
  ticket: number;
  scan: number;
}

export const writeCursor = ({ generation, ticket, scan }: PackCursor) => `${generation}.${ticket}.${scan}`;

/** Null for what is none of ours. */
export function parseCursor(text: string | null): PackCursor | null {
  const [generation, ticket, scan] =
    /^(\d{1,15})\.(\d{1,15})\.(\d{1,15})$/
      .exec(text ?? '')
      ?.slice(1)
      .map(Number) ?? [];
  return generation !== undefined && ticket !== undefined && scan !== undefined ? { generation, ticket, scan } : null;
}
