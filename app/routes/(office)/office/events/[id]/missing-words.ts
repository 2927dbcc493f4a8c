import { m } from '$messages';

const WORDS: Record<string, () => string> = {
  ticket_types: m.office_missing_ticket_types,
  venue: m.office_missing_venue,
  online_url: m.office_missing_online,
  end_in_the_future: m.office_missing_future,
};

/** Names the parts that an event needs before it can be published, from the refusal's details. */
export function missingWords(details: unknown): string[] {
  const missing = (details as { missing?: unknown } | undefined)?.missing;
  return Array.isArray(missing) ? missing.map((name) => WORDS[String(name)]?.() ?? String(name)) : [];
}
