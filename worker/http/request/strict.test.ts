import { expect, test } from 'vitest';
import { z } from 'zod';
import { fieldFaults } from './field-fault.ts';
import { strict } from './strict.ts';

const Item = z
  .object({ id: z.string(), extra: z.object({ colour: z.string() }).optional() })
  .meta({ id: 'StrictItem' });
const Order = z
  .object({
    items: z.array(Item).min(1),
    buyer: z.object({ name: z.string().trim() }).nullable().default(null),
    answers: z.record(z.string(), z.object({ text: z.string() })).optional(),
    price: z.object({ amount: z.int() }).transform(({ amount }) => amount),
    kind: z.discriminatedUnion('type', [
      z.object({ type: z.literal('one') }),
      z.object({ type: z.literal('two'), of: z.int() }),
    ]),
  })
  .refine(({ items }) => items.length < 3, { error: 'Too many' });
const good = { items: [{ id: 'a' }], price: { amount: 1 }, kind: { type: 'one' } };

const faultsOf = (value: unknown) => {
  const read = strict(Order).safeParse(value);
  return read.success ? [] : fieldFaults(read.error.issues).map(({ path, reason }) => `${path} ${reason}`);
};

test('a field that no object names is refused by its whole path, however deep, and so is each of several', () => {
  expect(faultsOf(good)).toEqual([]);
  expect(faultsOf({ ...good, coupon: 'HALF' })).toEqual(['coupon unknown']);
  expect(faultsOf({ ...good, items: [{ id: 'a', quantiy: 2, colour: 1 }] })).toEqual([
    'items.0.quantiy unknown',
    'items.0.colour unknown',
  ]);
  expect(faultsOf({ ...good, items: [{ id: 'a', extra: { colour: 'red', shade: 1 } }] })).toEqual([
    'items.0.extra.shade unknown',
  ]);
  expect(faultsOf({ ...good, buyer: { name: 'Ada', mail: '' } })).toEqual(['buyer.mail unknown']);
  expect(faultsOf({ ...good, answers: { q: { text: '', lang: 'en' } } })).toEqual(['answers.q.lang unknown']);
  expect(faultsOf({ ...good, price: { amount: 1, currency: 'EUR' } })).toEqual(['price.currency unknown']);
  expect(faultsOf({ ...good, kind: { type: 'two', of: 1, off: 1 } })).toEqual(['kind.off unknown']);
});

test('all else stays: defaults, transformations, checks, descriptions, and objects that take anything', () => {
  expect(strict(Order).parse(good)).toEqual({ ...good, buyer: null, price: 1 });
  expect(faultsOf({ ...good, items: [{ id: 'a' }, { id: 'b' }, { id: 'c' }] })).toEqual([' invalid']);
  expect(strict(z.looseObject({})).parse({ any: 1 })).toEqual({ any: 1 });
  expect(Order.safeParse({ ...good, coupon: 'HALF' }).success).toBe(true);
  const described = z.object({}).meta({ description: 'Said' });
  expect(strict(described).meta()).toEqual({ description: 'Said' });
  expect(strict(Item)).toBe(strict(Item));
});
