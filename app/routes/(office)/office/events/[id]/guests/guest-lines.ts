import { NewGuest, MOST_PLUS } from '#contract/booking/guest-list.ts';

/** A line as it was pasted: a guest and how many come along, or the fault in it. */
export type GuestLine = { at: number; text: string } & (
  { fault: null; name: string; plus: number } | { fault: 'name' | 'plus' | 'too_many' | 'twice' }
);

/** The guests among the lines: those in which nothing is wrong. */
export const guestsIn = (lines: readonly GuestLine[]): { name: string; plus: number }[] =>
  lines.flatMap((line) => (line.fault === null ? [{ name: line.name, plus: line.plus }] : []));

/** Reads `Ada Lovelace +2`: a name, and how many come along. Empty lines are left out. */
export function readGuestLines(text: string): GuestLine[] {
  const known = new Set<string>();
  return text.split(/\r\n|[\n\r]/).flatMap((line, index) => {
    const written = line.replace(/\s+/g, ' ').trim();
    return written ? { at: index + 1, text: written, ...readLine(written, known) } : [];
  });
}

function readLine(
  text: string,
  known: Set<string>,
): { fault: null; name: string; plus: number } | { fault: 'name' | 'plus' | 'too_many' | 'twice' } {
  // Spreadsheets and chats write the plus sign in several forms.
  const [before = '', after, ...more] = text.split(/[+＋﹢]/);
  if (more.length > 0 || (after !== undefined && !/^\s*\d+$/.test(after))) return { fault: 'plus' };
  const plus = Number(after ?? 0);
  if (plus > MOST_PLUS) return { fault: 'too_many' };
  const guest = NewGuest.safeParse({ name: before, plus });
  if (!guest.success) return { fault: 'name' };
  const { name } = guest.data;
  const folded = name.toLowerCase();
  if (known.has(folded)) return { fault: 'twice' };
  known.add(folded);
  return { fault: null, name, plus };
}
