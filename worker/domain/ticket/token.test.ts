import fc from 'fast-check';
import QRCode from 'qrcode';
import { beforeAll, expect, test } from 'vitest';
import { ticketSigner } from '../../outside/ticket/signer.ts';
import { encodeToken, eventTag, parseToken, signedPart, type TicketClaims } from './token.ts';

const claimsOf = fc.record({
  keyId: fc.integer({ min: 0, max: 255 }),
  eventTag: fc.uuid().map(eventTag),
  ticketId: fc.uuid(),
  revision: fc.integer({ min: 1, max: 65_535 }),
  typeIndex: fc.integer({ min: 0, max: 32_767 }),
  issuedAt: fc.integer({ min: 0, max: 0xffff_ffff }).map((seconds) => new Date(seconds * 1000)),
});
const claims: TicketClaims = {
  keyId: 1,
  eventTag: '89abcdef',
  ticketId: '019aa9f0-1111-7222-8333-444455556666',
  revision: 3,
  typeIndex: 2,
  issuedAt: new Date('2026-11-22T12:00:00Z'),
};
let keys: { publicKey: Uint8Array; privateKey: Uint8Array };
let code: string;

beforeAll(async () => {
  keys = await ticketSigner.generate();
  code = encodeToken(signedPart(claims), await ticketSigner.sign(signedPart(claims), keys.privateKey));
});

test('a token decodes to the values it was made from', () => {
  fc.assert(
    fc.property(claimsOf, fc.uint8Array({ minLength: 64, maxLength: 64 }), (made, signature) => {
      const text = encodeToken(signedPart(made), signature);
      const { signed, ...read } = parseToken(text)!;
      expect(read).toEqual({ ...made, signature, text });
      expect(signed).toEqual(signedPart(made));
    }),
  );
});

test('a code is 41 modules wide at error correction M', () => {
  const qr = QRCode.create(code, { errorCorrectionLevel: 'M' });
  expect([code.length, qr.modules.size, qr.segments.map((segment) => segment.mode.id)]).toEqual([
    151,
    41,
    ['Alphanumeric'],
  ]);
});

test('lower case, line breaks and an address around it are read', () => {
  const broken = code.toLowerCase().replace(/(.{40})/g, '$1 \n');
  for (const text of [
    code,
    ` ${broken}`,
    `https://tickets.example/t/${code}`,
    `HTTPS://T.EXAMPLE/?c=${code}&x=1`,
    `https://t.example/t#${code}`,
  ])
    expect(parseToken(text)?.ticketId).toBe(claims.ticketId);
});

test('a token has one text: leftover bits, other lengths and other versions are none', () => {
  const last = code.slice(-1);
  const others = [...'ABCDEFGHIJKLMNOPQRSTUVWXYZ234567'].filter((letter) => letter !== last);
  const sameBytes = others.filter(
    (letter) => parseToken(code.slice(0, -1) + letter)?.signature.at(-1) === parseToken(code)!.signature.at(-1),
  );
  expect(sameBytes).toEqual([]);
  for (const text of [code.slice(1), `${code}A`, `B${code.slice(1)}`, code.slice(0, 150), '', '='.repeat(151)])
    expect(parseToken(text)).toBeNull();
});

test('reading never throws, whatever is held before the camera', () => {
  const near = fc
    .tuple(fc.nat(150), fc.string({ unit: 'binary', maxLength: 3 }))
    .map(([at, text]) => code.slice(0, at) + text + code.slice(at + 1));
  fc.assert(
    fc.property(fc.oneof(fc.string({ unit: 'binary', maxLength: 600 }), near), (text) => void parseToken(text)),
    { numRuns: 5000 },
  );
});

test('no altered code verifies', async () => {
  const genuine = parseToken(code)!;
  expect(await ticketSigner.verify(genuine.signature, genuine.signed, keys.publicKey)).toBe(true);
  const letter = fc.constantFrom(...'ABCDEFGHIJKLMNOPQRSTUVWXYZ234567');
  const mutated = fc.array(fc.tuple(fc.nat(150), letter), { minLength: 1, maxLength: 4 });
  let read = 0;
  await fc.assert(
    fc.asyncProperty(mutated, async (changes) => {
      const letters = [...code];
      for (const [at, to] of changes) letters[at] = to;
      const text = letters.join('');
      const token = parseToken(text);
      if (!token || text === code) return;
      read++;
      expect(await ticketSigner.verify(token.signature, token.signed, keys.publicKey)).toBe(false);
    }),
    { numRuns: 10_000 },
  );
  expect(read).toBeGreaterThan(5000);
}, 60_000);
