import { expect, test } from 'vitest';
import { moveItem, rowOf } from './row.ts';

test('a row has the errors of its own fields, by their names', () => {
  const form = {
    errors: { 'types.a.price': 'Enter an amount.', 'types.ab.name': 'Required.', 'quotas.a.size': 'Low.' },
  };
  expect(rowOf(form, 'types.a', { price: 'x' })).toEqual({
    values: { price: 'x' },
    errors: { price: 'Enter an amount.' },
  });
});

test('a row moves up and down, and the others keep their order', () => {
  const list = ['a', 'b', 'c', 'd'];
  moveItem(list, 2, 0);
  expect(list).toEqual(['c', 'a', 'b', 'd']);
  moveItem(list, 0, 3);
  expect(list).toEqual(['a', 'b', 'd', 'c']);
});
