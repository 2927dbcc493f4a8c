import { expect, test } from 'vitest';
import { z } from 'zod';
import { CreateEvent } from '#contract/event/event.ts';
import { Email, shownLine } from '#contract/field.ts';
import { fieldFault, type Issue } from './field-fault.ts';

/** Each fault without the words for a log. */
async function faults(schema: z.ZodType, value: unknown) {
  const checked = await schema['~standard'].validate(value);
  return (checked.issues ?? []).map((issue) => {
    const { message: _words, ...fault } = fieldFault(issue as Issue);
    return fault;
  });
}

test('each fault says its reason in a word, and a size fault says the limit', async () => {
  const { holdMinutes, perPersonLimit } = CreateEvent.shape;
  const form = z.object({ holdMinutes, perPersonLimit, title: shownLine(5), tags: z.array(z.string()).max(1) });
  const given = { holdMinutes: 1, perPersonLimit: 1.5, title: 'Lanterns', tags: ['a', 'b'] };
  expect(await faults(form, given)).toEqual([
    { path: 'holdMinutes', reason: 'too_small', limit: 5 },
    { path: 'perPersonLimit', reason: 'not_whole' },
    { path: 'title', reason: 'too_long', limit: 5 },
    { path: 'tags', reason: 'too_many', limit: 1 },
  ]);
  expect(await faults(form, { ...given, holdMinutes: 61, perPersonLimit: 2, title: ' ', tags: [] })).toEqual([
    { path: 'holdMinutes', reason: 'too_big', limit: 60 },
    { path: 'title', reason: 'missing', limit: 1 },
    // Blank is also nothing that people could see; what was said first counts.
    { path: 'title', reason: 'invalid' },
  ]);
});

test('a missing field, an invalid address and an invalid link are named as such', async () => {
  const form = z.object({ email: Email, links: z.array(z.object({ url: z.url() })), name: z.string() });
  expect(await faults(form, { email: 'ada', links: [{ url: 'example' }] })).toEqual([
    { path: 'email', reason: 'not_email' },
    { path: 'links.0.url', reason: 'not_url' },
    { path: 'name', reason: 'missing' },
  ]);
});
