/** The end of a scanner's pack: numbers of changes in this room's storage. They start again in each generation. */
export interface PackCursor {
  generation: number;
  ticket: number;
  scan: number;
}

export const writeCursor = ({ generation, ticket, scan }: PackCursor) => `${generation}.${ticket}.${scan}`;

/** Returns null for a text that is no cursor. */
export function parseCursor(text: string | null): PackCursor | null {
  const parts = /^(\d{1,15})\.(\d{1,15})\.(\d{1,15})$/.exec(text ?? '');
  return parts && { generation: Number(parts[1]), ticket: Number(parts[2]), scan: Number(parts[3]) };
}
