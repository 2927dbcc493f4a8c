import { browser } from '$app/environment';

type Subject = 'booking' | 'ticket' | 'waiting';

/**
 * The secret of a booking or ticket link: after `#` when the link is opened, then stored for this tab, so that the way
 * back from the payment page finds it.
 */
export function readSecret(subject: Subject, id: string): string | null {
  if (!browser) return null;
  const given = location.hash.slice(1);
  // On another subject's page the address holds that one's secret.
  if (location.pathname.includes(id) && /^[\w.~-]{16,}$/.test(given)) keepSecret(subject, id, given);
  return sessionStorage.getItem(`${subject} ${id}`);
}

export function keepSecret(subject: Subject, id: string, secret: string): void {
  sessionStorage.setItem(`${subject} ${id}`, secret);
}
