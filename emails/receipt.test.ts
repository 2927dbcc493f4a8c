import { readFileSync } from 'node:fs';
import { inflateSync } from 'node:zlib';
import { expect, test } from 'vitest';
import { mailMoney } from '#domain/mail/mail.ts';
import { receiptNumber, type ReceiptFacts } from '#domain/payment/receipt-facts.ts';
import { drawDocument } from '../worker/outside/pdf/draw-document.ts';
import { readTrueType } from '../worker/outside/pdf/true-type.ts';
import { receiptDocument } from './receipt.ts';

const font = (name: string) =>
  readTrueType(readFileSync(`node_modules/@expo-google-fonts/noto-sans/${name}/NotoSans_${name}.ttf`));
const fonts = { regular: font('400Regular'), bold: font('600SemiBold') };
const eur = (amount: number) => mailMoney({ amount, currency: 'EUR' });

const receipt: ReceiptFacts = {
  kind: 'receipt',
  number: '2026-9F3A1C-000012',
  issuedAt: new Date('2026-11-22T23:30:00Z'),
  refersTo: null,
  seller: {
    name: 'Verein der Laternenfreunde e. V.',
    address: 'Kai 7\n20457 Hamburg',
    vatId: 'DE987654321',
    email: 'hallo@laternen.example',
  },
  event: {
    title: 'Night of the Lanterns',
    startsAt: new Date('2026-12-05T18:00:00Z'),
    timeZone: 'Europe/Berlin',
    venue: 'Große Halle',
  },
  buyer: {
    name: 'Żaneta Ωμέγα Ильина Nguyễn',
    email: 'z@example.com',
    billing: { company: 'Čapek & Ko.', vatId: 'DE123456789', address: 'Straße 1\n10115 Berlin' },
  },
  reference: 'ABCD-EFGH',
  lines: [
    { name: 'Standing', quantity: 3, unitPrice: eur(2500), discount: eur(2499), total: eur(5001) },
    { name: 'Child', quantity: 1, unitPrice: eur(500), discount: eur(0), total: eur(500) },
  ],
  total: eur(5501),
  tax: [
    { rateBasisPoints: 1900, net: eur(4203), tax: eur(798), gross: eur(5001) },
    { rateBasisPoints: 700, net: eur(467), tax: eur(33), gross: eur(500) },
  ],
  method: 'stripe',
  isPaidBack: false,
};
const credit: ReceiptFacts = {
  ...receipt,
  kind: 'credit_note',
  number: '2026-9F3A1C-000013',
  refersTo: receipt.number,
  isPaidBack: true,
};

/** The text a PDF reader extracts by the file's own tables: pages of lines, each with its position. */
function readPdf(pdf: Uint8Array) {
  const text = Buffer.from(pdf).toString('latin1');
  const table = Number(/startxref\n(\d+)/.exec(text)?.[1]);
  const offsets = [...text.slice(table).matchAll(/^(\d{10}) 00000 n/gm)].map((match) => Number(match[1]));
  const objects = offsets.map((offset, at) => {
    expect(text.slice(offset, offset + 20)).toMatch(new RegExp(`^${at + 1} 0 obj\n`));
    return text.slice(offset, text.indexOf('endobj', offset));
  });
  const streamOf = (object: string) => {
    const length = Number(/\/Length (\d+) >>\nstream/.exec(object)?.[1]);
    const start = object.indexOf('stream\n') + 7;
    return inflateSync(Buffer.from(object.slice(start, start + length), 'latin1'));
  };
  const referred = (object: string, name: string) =>
    objects[Number(new RegExp(`/${name} (\\d+) 0 R`).exec(object)?.[1]) - 1]!;
  const pages = objects.filter((object) => object.includes('/Type /Page '));
  const charactersOf = (page: string, face: string) => {
    const cmap = streamOf(referred(referred(page, face), 'ToUnicode')).toString();
    const decode = (code: string) => Buffer.from(code, 'hex').swap16().toString('utf16le');
    return new Map([...cmap.matchAll(/^<(\w{4})> <(\w+)>$/gm)].map(([, glyph, code]) => [glyph!, decode(code!)]));
  };
  const linesOf = (page: string) =>
    [
      ...streamOf(referred(page, 'Contents'))
        .toString()
        .matchAll(/BT \/(\S+) \S+ Tf (\S+) (\S+) Td <(\w*)> Tj ET/g),
    ].map(([, face, x, y, codes]) => ({
      x: Number(x),
      y: Number(y),
      text: (codes!.match(/.{4}/g) ?? []).map((code) => charactersOf(page, face!).get(code)).join(''),
    }));
  const fontOf = (page: string, face: string) => {
    const descendant = objects[Number(/\/DescendantFonts \[(\d+) 0 R\]/.exec(referred(page, face))?.[1]) - 1]!;
    return streamOf(referred(referred(descendant, 'FontDescriptor'), 'FontFile2'));
  };
  return { pages: pages.map(linesOf), font: fontOf(pages[0]!, 'NotoSans-Regular') };
}
const read = async (facts: ReceiptFacts) => readPdf(await drawDocument(receiptDocument(facts, 'en'), fonts));

test('a receipt names seller, buyer and tickets, and the tax included, by rate', async () => {
  const { pages } = await read(receipt);
  expect(pages.map((lines) => lines.map(({ text }) => text))).toEqual([
    [
      ...['Receipt 2026-9F3A1C-000012', 'From', 'For'],
      ...['Verein der Laternenfreunde e. V.', 'Čapek & Ko.', 'Kai 7', 'Żaneta Ωμέγα Ильина Nguyễn'],
      ...['20457 Hamburg', 'Straße 1', 'VAT ID: DE987654321', '10115 Berlin'],
      ...['hallo@laternen.example', 'VAT ID: DE123456789', 'z@example.com'],
      ...['Number', '2026-9F3A1C-000012', 'Date', 'Monday, 23 November 2026'],
      ...['Event', 'Night of the Lanterns, Saturday, 5 December 2026, Große Halle'],
      ...['Booking', 'ABCD-EFGH', 'Paid', 'by card, online'],
      ...['Quantity', 'Price', 'Discount', 'Amount', 'Item'],
      ...['3', '€25.00', '−€24.99', '€50.01', 'Standing', '1', '€5.00', '€5.00', 'Child'],
      ...['€55.01', 'Total'],
      ...['Before tax', 'Tax included', 'With tax', 'Tax rate'],
      ...['€42.03', '€7.98', '€50.01', '19%', '€4.67', '€0.33', '€5.00', '7%'],
    ],
  ]);
});

test('a credit note says how much was refunded, of which receipt, with the tax on it', async () => {
  const { pages } = await read({ ...credit, tax: receipt.tax.slice(0, 1) });
  const lines = pages[0]!.map(({ text }) => text);
  expect(lines).toContain('Credit note 2026-9F3A1C-000013');
  expect(lines.slice(lines.indexOf('Credits receipt'), lines.indexOf('Credits receipt') + 2)).toEqual([
    ...['Credits receipt', '2026-9F3A1C-000012'],
  ]);
  expect(lines.filter((line) => line.startsWith('−'))).toEqual(['−€55.01', '−€55.01', '−€42.03', '−€7.98', '−€50.01']);
});

test('a credit note whose refund failed says that the money is still due', async () => {
  const lines = async (isPaidBack: boolean) =>
    (await read({ ...credit, isPaidBack })).pages[0]!.map(({ text }) => text);
  expect(await lines(true)).toContain('Refunded');
  const due = await lines(false);
  expect([due.includes('To be refunded'), due.includes('Refunded')]).toEqual([true, false]);
});

test('a long booking continues on the next page, and nothing is written outside the page', async () => {
  const name =
    'A ticket type whose name goes on and on, as long as anybody could think of it: standing, left of the stage';
  const lines = Array.from({ length: 60 }, () => ({ ...receipt.lines[1]!, name }));
  const { pages } = await read({ ...receipt, lines });
  expect(pages.length).toBeGreaterThan(2);
  const all = pages.flat();
  expect(all.filter(({ text }) => text === '€5.00')).toHaveLength(60 * 2 + 1);
  expect(all.filter(({ x, y }) => x < 50 || x > 545 || y < 50 || y > 800)).toEqual([]);
});

test('the file holds only the glyphs that it shows', async () => {
  const pdf = await drawDocument(receiptDocument(receipt, 'en'), fonts);
  expect(pdf.length).toBeLessThan(80_000);
  const embedded = readTrueType(new Uint8Array(readPdf(pdf).font));
  const whole = fonts.regular;
  // Ż is drawn by reference to Z and a dot.
  for (const character of 'aŻΩИễß€') {
    const glyph = whole.glyphOf(character.codePointAt(0)!);
    expect([
      character,
      glyph > 0,
      Buffer.from(embedded.outlineOf(glyph))
        .subarray(0, whole.outlineOf(glyph).length)
        .equals(Buffer.from(whole.outlineOf(glyph))),
    ]).toEqual([character, true, true]);
  }
  expect(embedded.outlineOf(whole.glyphOf('q'.codePointAt(0)!))).toHaveLength(0);
});

test('a receipt’s number holds the year, the event and the running number', () => {
  const eventId = '019f0000-0000-7000-8000-0000009f3a1c';
  expect(receiptNumber({ eventId, number: 12, issuedAt: receipt.issuedAt })).toBe('2026-9F3A1C-000012');
  expect(receiptNumber({ eventId, number: 1_234_567, issuedAt: receipt.issuedAt })).toBe('2026-9F3A1C-1234567');
});
