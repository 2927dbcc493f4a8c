import { readdirSync, readFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { describe, expect, test } from 'vitest';
import { REFUSALS } from '#domain/refusals.ts';
import { duplicateKeys, messageTexts, unusedKeys } from '../../worker/testing/message-files.ts';
import { RULED_OUT_FOR_READERS, ruledOutIn } from '../../worker/testing/ruled-out-words.ts';

const root = resolve(import.meta.dirname, '../..');
const read = (path: string) => readFileSync(join(root, path), 'utf8');
const keysIn = (json: string) => [...new Set(messageTexts(json).map(({ key }) => key))];

function sourcesIn(folder: string): string[] {
  return readdirSync(join(root, folder), { recursive: true, encoding: 'utf8' })
    .filter((path) => /\.(ts|svelte)$/.test(path) && !/\.(test|e2e)\.ts$|(^|\/)paraglide\//.test(path))
    .map((path) => read(join(folder, path)));
}

/** Refusals find their text by the code's name: see app/lib/error-text.ts. */
const byCode = Object.keys(REFUSALS).map((code) => `m.error_${code}`);

const ruledOut = (json: string) =>
  messageTexts(json).flatMap(({ key, text }) =>
    ruledOutIn(text, RULED_OUT_FOR_READERS).map((words) => `${key}: ${words}`),
  );

describe.each([
  { folder: 'app', files: ['app/messages/en.json', 'app/messages/office/en.json'] },
  { folder: 'emails', files: ['emails/messages/en.json'] },
])('the messages of $folder', ({ folder, files }) => {
  test('define each key once', () => {
    expect(files.flatMap((file) => duplicateKeys(read(file)))).toEqual([]);
    const keys = files.flatMap((file) => keysIn(read(file)));
    expect(keys.length).toBeGreaterThan(100);
    expect(keys.filter((key, index) => keys.indexOf(key) !== index)).toEqual([]);

    expect(duplicateKeys('{ "a": "b", "b": [{ "a": "a:" }], "c": "\\"a\\":", "a": "d" }')).toEqual(['a']);
  });

  test('are all used', () => {
    const sources = folder === 'app' ? [...sourcesIn(folder), ...byCode, 'm.error_offline'] : sourcesIn(folder);
    const keys = files.flatMap((file) => keysIn(read(file)));
    expect(unusedKeys(keys, sources)).toEqual([]);

    expect(unusedKeys([...keys, 'unused_key'], sources)).toEqual(['unused_key']);
  });

  test('use no word that is ruled out', () => {
    expect(files.flatMap((file) => ruledOut(read(file)))).toEqual([]);

    const plural = [{ match: { one: 'Your ticket', other: 'Your e-mails' } }];
    const wrong = JSON.stringify({ who: 'Ask somebody.', many: plural, right: 'Email someone.' });
    expect(ruledOut(wrong)).toEqual(['who: “somebody” (better: someone)', 'many: “e-mails” (better: email)']);
  });
});

test('every ruled-out word is found in a sentence', () => {
  const sentences = [
    'Your E-mail',
    'Somebody left',
    'nobody',
    'everybody',
    'Whoever pays',
    'to whom',
    'Begin anew',
    'Call this event off',
    'The ticket was passed on',
    'at once',
    'Let {name} in',
    'paid by hand',
    'of its own accord',
    'in your mail',
    'three places',
    'the house is full',
    'has come in',
    '€5 goes back',
    'paid back',
    'taken back',
    'handed over',
    'contested',
    'Sales are over.',
    'all the same',
    'It does not work',
    'You cannot',
  ];
  const found = RULED_OUT_FOR_READERS.map(
    ({ pattern }) => sentences.filter((sentence) => pattern.test(sentence)).length,
  );
  expect(found.filter((count) => count === 0)).toEqual([]);
  expect(sentences.filter((sentence) => ruledOutIn(sentence, RULED_OUT_FOR_READERS).length === 0)).toEqual([]);
  const fine = ['Email {email}', 'Let the next person in line have it', 'Guests: {places}', 'They go back on sale.'];
  expect(fine.filter((sentence) => ruledOutIn(sentence, RULED_OUT_FOR_READERS).length > 0)).toEqual([]);
});
