const GMAIL = new Set(['gmail.com', 'googlemail.com']);

/**
 * Returns the form of an address under which limits count one person: case, `+tag`, and Gmail's dots and second domain
 * folded. It is no identity: two accounts may share it, and neither sees the other's bookings.
 */
export function normalizeEmail(email: string): string {
  const lower = email.trim().toLowerCase();
  const at = lower.lastIndexOf('@');
  if (at < 1) return lower;
  const domain = lower.slice(at + 1);
  const plus = lower.indexOf('+');
  const local = lower.slice(0, plus > 0 && plus < at ? plus : at);
  if (!GMAIL.has(domain)) return `${local}@${domain}`;
  return `${local.replaceAll('.', '') || local}@gmail.com`;
}
