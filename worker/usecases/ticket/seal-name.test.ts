import { randomBytes } from 'node:crypto';
import { expect, test } from 'vitest';
import { openName } from '../../../app/lib/door/open-name.ts';
import { hashNumber, partyTag, sealName } from './seal-name.ts';

const signature = new Uint8Array(randomBytes(64));
const seal = (name: string) => ({
  revision: 3,
  nameVersion: 4_000_000_000,
  sealedName: sealName({ name, signature, revision: 3, nameVersion: 4_000_000_000 }),
});

test.each(['Ada Lovelace', '', 'Zoë Ångström-Nguyễn', '李小龙', 'محمد بن عبد الله', 'x'.repeat(256)])(
  'the ticket itself opens its holder’s name in a browser: %s',
  async (name) => expect(await openName(seal(name), signature)).toBe(name),
);

test('nothing else opens it: neither another code, nor another revision, nor another version of the name', async () => {
  const sealed = seal('Ada Lovelace');
  const other = Uint8Array.from(signature);
  other[63]! ^= 1;
  expect(await openName(sealed, other)).toBe('');
  expect(await openName({ ...sealed, revision: 2 }, signature)).toBe('');
  expect(await openName({ ...sealed, nameVersion: 1 }, signature)).toBe('');
  const bent = Uint8Array.from(sealed.sealedName);
  bent[0]! ^= 1;
  expect(await openName({ ...sealed, sealedName: bent }, signature)).toBe('');
  expect(await openName({ ...sealed, sealedName: new Uint8Array() }, signature)).toBe('');
});

test('the length of a sealed name reveals the name’s to within sixteen at most', () => {
  expect(seal('Bo').sealedName.length).toBe(seal('Maximilian').sealedName.length);
  expect(Buffer.from(seal('Ada Lovelace').sealedName).includes('Ada')).toBe(false);
  const long = seal('Ä'.repeat(300)).sealedName.length;
  expect(long).toBe(16 * 16 + 16);
});

test('a long name is cut between characters', async () => {
  expect(await openName(seal(`x${'Ä'.repeat(300)}`), signature)).toBe(`x${'Ä'.repeat(127)}`);
});

test('hashes equal those of any SHA-256', async () => {
  const sha = async (text: string) =>
    Buffer.from(await crypto.subtle.digest('SHA-256', new TextEncoder().encode(text))).toString('hex');
  expect(hashNumber('e1', 'ACDE3467')).toBe((await sha('e1ACDE3467')).slice(0, 12));
  expect(partyTag('b1')).toBe((await sha('b1')).slice(0, 8));
  expect([hashNumber('e1', null), partyTag(null)]).toEqual(['000000000000', '00000000']);
});
