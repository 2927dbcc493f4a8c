import { browser } from '$app/environment';

type Purpose = 'verify' | 'reset' | 'join';

/** The secret of an emailed link, from after `#`; stored for this tab, since signing in may come in between. */
export function readLinkToken(purpose: Purpose): string | null {
  if (!browser) return null;
  const given = location.hash.slice(1);
  if (given) {
    sessionStorage.setItem(`link ${purpose}`, given);
    history.replaceState(history.state, '', location.pathname);
  }
  return sessionStorage.getItem(`link ${purpose}`);
}

export const dropLinkToken = (purpose: Purpose) => sessionStorage.removeItem(`link ${purpose}`);
