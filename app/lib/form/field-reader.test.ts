import { expect, test } from 'vitest';
import { FieldReader } from './field-reader.ts';

const berlin = { timeZone: 'Europe/Berlin', currency: 'EUR' };
const readerOf = <Values>(values: Values) => new FieldReader(values, berlin);

test('fields are read in the units of the API, and empty ones as 0 or null', () => {
  const read = readerOf({ price: '7,50', share: '12.5', size: ' 40 ', from: '2026-07-01T10:00', none: '' });
  expect(
    read.result({
      price: read.amount('price'),
      nothing: read.amount('none'),
      share: read.percent('share'),
      size: read.wholeNumber('size'),
      unlimited: read.count('none'),
      ...read.window('from', 'none'),
    }),
  ).toEqual({
    ok: true,
    input: {
      price: 750,
      nothing: 0,
      share: 1250,
      size: 40,
      unlimited: null,
      from: '2026-07-01T08:00:00.000Z',
      none: null,
    },
  });
});

test('every fault is noted at its field, the first one of each', () => {
  const read = readerOf({ name: ' ', price: 'much', share: '101', size: '4.5', uses: '0', from: 'x', to: '' });
  read.required('name');
  read.note('name', 'code');
  read.amount('price');
  read.percent('share');
  read.requiredWholeNumber('size');
  read.count('uses');
  read.window('from', 'to');
  expect(read.result(null)).toEqual({
    ok: false,
    faults: { name: 'required', price: 'amount', share: 'percent', size: 'number', uses: 'count', from: 'time' },
  });
});

test('the end of a window must be later than its start', () => {
  const read = readerOf({ from: '2026-07-01T10:00', to: '2026-07-01T10:00' });
  read.window('from', 'to');
  expect(read.faults).toEqual({ to: 'before_start' });
});

test('the faults of a row are added to the form’s, below the row’s key', () => {
  const faults = {};
  new FieldReader({ name: '' }, berlin, { at: 'quotas.a.', faults }).required('name');
  expect(faults).toEqual({ 'quotas.a.name': 'required' });
});
