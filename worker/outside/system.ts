import { v7 } from 'uuid';
import type { Clock, Ids, Log } from '../ground.ts';

export const systemClock: Clock = { now: () => new Date() };

export const systemIds: Ids = {
  uuid: () => v7(),
  bytes: (length) => crypto.getRandomValues(new Uint8Array(length)),
  characters(alphabet, length) {
    // Bytes above the largest multiple of the alphabet's length are discarded: no character is likelier.
    const limit = 256 - (256 % alphabet.length);
    let text = '';
    while (text.length < length) {
      for (const byte of crypto.getRandomValues(new Uint8Array(length * 2))) {
        if (byte < limit && text.length < length) text += alphabet[byte % alphabet.length];
      }
    }
    return text;
  },
};

/** One JSON line per entry, for `wrangler tail` and log drains. */
export const consoleLog: Log = {
  info: (message, fields) => console.log(JSON.stringify({ level: 'info', message, ...fields })),
  warn: (message, fields) => console.warn(JSON.stringify({ level: 'warn', message, ...fields })),
  error: (message, fields) => console.error(JSON.stringify({ level: 'error', message, ...fields })),
};
