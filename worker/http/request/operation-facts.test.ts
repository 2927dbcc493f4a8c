import { expect, test } from 'vitest';
import { REFUSALS } from '#domain/refusals.ts';
import { createApi } from '../api.ts';
import { OPERATIONS } from './operation-facts.ts';

interface Described {
  security: object[];
  responses: Record<string, { description?: string }>;
}
const answer = await createApi().request('/api/v1/openapi.json');
const document = (await answer.json()) as { paths: Record<string, Record<string, Described>> };
const operations = Object.entries(document.paths).flatMap(([path, methods]) =>
  Object.entries(methods).map(
    ([method, of]) => [`${method.toUpperCase()} ${path.replace('/api/v1', '')}`, of] as const,
  ),
);

test('the document says of every operation who may call it and why it refuses, and of nothing else', () => {
  const undescribed = operations.filter(([name]) => !OPERATIONS[name]).map(([name]) => name);
  const gone = Object.keys(OPERATIONS).filter((name) => !operations.some(([one]) => one === name));
  expect({ undescribed, gone }).toEqual({ undescribed: [], gone: [] });
  for (const [name, { security, responses }] of operations)
    expect([name, security.length > 0, 'default' in responses, responses['400'] !== undefined]).toEqual([
      name,
      true,
      false,
      true,
    ]);
});

test('every refusal is one of some operation', () => {
  const described = operations.flatMap(([, { responses }]) =>
    Object.values(responses).flatMap(({ description = '' }) =>
      [...description.matchAll(/`(\w+)`:/g)].map((one) => one[1]),
    ),
  );
  expect(Object.keys(REFUSALS).filter((code) => !described.includes(code))).toEqual([]);
});

test('a booking by a guest needs no account, and is refused when sold out; a scan takes a session or a phone', () => {
  const of = new Map(operations);
  const booking = of.get('POST /bookings/create')!;
  expect(booking.security).toEqual([{}]);
  expect(booking.responses['409']!.description).toContain('`sold_out`: Not enough tickets are left.');
  expect(of.get('POST /checkin/mark')!.security).toEqual([{ session: [] }, { device: [] }]);
});
