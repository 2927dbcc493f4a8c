import { Hono } from 'hono';
import { HTTPException } from 'hono/http-exception';
import { expect, test } from 'vitest';
import type { AppEnv } from './app-env.ts';
import { onError } from './on-error.ts';

async function answerTo(error: Error) {
  const logged: unknown[] = [];
  const log = { error: (message: string) => logged.push(message) };
  const api = new Hono<AppEnv>().onError(onError).get('/', () => Promise.reject(error));
  const response = await api.request('/', {}, { log } as unknown as AppEnv['Bindings']);
  const { error: reported } = (await response.json()) as { error: { code: string; details?: unknown } };
  const { code, details } = reported;
  return { status: response.status, code, details, retryAfter: response.headers.get('retry-after'), logged };
}
const failing = (fields: object, cause?: unknown) => Object.assign(new Error('query failed', { cause }), fields);

test('a missing database or room is unavailable for now, however deep the cause', async () => {
  const away = { status: 503, code: 'unavailable', details: undefined, retryAfter: '1', logged: ['part away'] };
  for (const error of [
    failing({ code: '57P01' }),
    failing({ code: '08006' }),
    failing({ code: '53300' }),
    failing({ code: 'ECONNREFUSED' }),
    failing({}, failing({}, failing({ code: 'ECONNRESET' }))),
    failing({ retryable: true }),
    failing({ overloaded: true }),
    new Error('Connection terminated unexpectedly'),
  ])
    expect(await answerTo(error)).toEqual(away);
});

test('a bug is internal, and the response says nothing about it', async () => {
  const internal = { status: 500, code: 'internal', details: undefined, retryAfter: null, logged: ['request failed'] };
  expect(await answerTo(failing({ code: '23505' }))).toEqual(internal);
  expect(await answerTo(new TypeError('undefined is not a function'))).toEqual(internal);
});

test('a body that can’t be parsed is reported as such', async () => {
  expect(await answerTo(new HTTPException(400))).toEqual({
    status: 400,
    code: 'invalid_json',
    details: undefined,
    retryAfter: null,
    logged: [],
  });
});
