/**
 * Browsers inside other apps that give web pages no camera, by their user agent. iOS's embedded views lack `Version/`
 * and `Safari/`; Android's contain `; wv)`.
 */
const APPS: readonly [RegExp, string][] = [
  [/FBAN|FBAV|FB_IAB/, 'Facebook'],
  [/Instagram/, 'Instagram'],
  [/WhatsApp/, 'WhatsApp'],
  [/Line\//, 'LINE'],
  [/MicroMessenger/, 'WeChat'],
  [/LinkedInApp/, 'LinkedIn'],
  [/BytedanceWebview|musical_ly|TikTok/, 'TikTok'],
  [/Snapchat/, 'Snapchat'],
  [/Telegram/i, 'Telegram'],
  [/GSA\//, 'Google'],
];

export interface InAppBrowser {
  /** Null where the app does not say its name. */
  app: string | null;
  openIn: 'Safari' | 'Chrome';
}

export function inAppBrowser(userAgent: string): InAppBrowser | null {
  const apple = /iPhone|iPad|iPod/.test(userAgent);
  const openIn = apple ? 'Safari' : 'Chrome';
  const named = APPS.find(([pattern]) => pattern.test(userAgent));
  if (named) return { app: named[1], openIn };
  const embedded = apple ? !/Safari\//.test(userAgent) : /; wv\)/.test(userAgent);
  return embedded ? { app: null, openIn } : null;
}
