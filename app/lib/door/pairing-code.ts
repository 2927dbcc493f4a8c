const LENGTH = 10;

/** Normalizes typed or linked text to `ABCDE-FGHJK`; null where it can't be a code. */
export function readPairingCode(text: string): string | null {
  const code = text.replace(/[\s\u002d\u2010-\u2015]/g, '').toUpperCase();
  return /^[A-Z0-9]{10}$/.test(code) ? `${code.slice(0, LENGTH / 2)}-${code.slice(LENGTH / 2)}` : null;
}
