import { expect, test } from 'vitest';
import { couponDraftOf, couponInputOf, newCoupon } from './coupon-draft.ts';

const place = { timeZone: 'Europe/Berlin', currency: 'EUR' };
const nothing = {
  startsAt: null,
  endsAt: null,
  maxUses: null,
  usesPerPerson: null,
  minimumMinor: 0,
  ticketTypeIds: [],
  note: '',
};

test('a percentage is sent in basis points, an amount in minor units, and an access code takes nothing off', () => {
  const input = (changes: object) => couponInputOf({ ...newCoupon(), code: ' EARLY ', ...changes }, place);
  expect(input({ percent: '12,5' })).toEqual({
    ok: true,
    input: { code: 'EARLY', kind: 'percent', value: 1250, ...nothing },
  });
  expect(input({ kind: 'fixed', amount: '5' })).toEqual({
    ok: true,
    input: { code: 'EARLY', kind: 'fixed', value: 500, ...nothing },
  });
  expect(input({ kind: 'set_price', amount: '0' })).toEqual({
    ok: true,
    input: { code: 'EARLY', kind: 'set_price', value: 0, ...nothing },
  });
  expect(input({ kind: 'access', percent: 'x', amount: 'x', minimum: 'x' })).toEqual({
    ok: true,
    input: { code: 'EARLY', kind: 'access', value: 0, ...nothing },
  });
});

test('everything that is wrong is named together', () => {
  const draft = { ...newCoupon(), code: 'no blanks', percent: '0', maxUses: '0', minimum: 'much' };
  const window = { startsAt: '2026-12-02T10:00', endsAt: '2026-12-01T10:00' };
  expect(couponInputOf({ ...draft, ...window }, place)).toEqual({
    ok: false,
    faults: {
      code: 'code',
      percent: 'percent_above_zero',
      maxUses: 'count',
      minimum: 'amount',
      endsAt: 'before_start',
    },
  });
});

test('a saved coupon fills the fields as they were typed', () => {
  const coupon = {
    id: '1',
    code: 'EARLY',
    kind: 'fixed' as const,
    value: 550,
    startsAt: '2026-07-01T08:00:00.000Z',
    endsAt: null,
    maxUses: 10,
    usesPerPerson: null,
    minimumMinor: 2000,
    ticketTypeIds: ['a'],
    note: 'For the choir',
    version: 2,
    used: 3,
    discountedMinor: 1650,
    archivedAt: null,
    createdAt: '2026-06-01T08:00:00.000Z',
  };
  const draft = couponDraftOf(coupon, place);
  expect(draft).toEqual({
    code: 'EARLY',
    kind: 'fixed',
    percent: '',
    amount: '5.50',
    startsAt: '2026-07-01T10:00',
    endsAt: '',
    maxUses: '10',
    usesPerPerson: '',
    minimum: '20.00',
    ticketTypeIds: ['a'],
    note: 'For the choir',
  });
  const {
    id: _id,
    version: _version,
    used: _used,
    discountedMinor: _off,
    archivedAt: _archived,
    createdAt: _made,
    ...fields
  } = coupon;
  expect(couponInputOf(draft, place)).toEqual({ ok: true, input: fields });
});
