import { validator } from 'hono-openapi';
import type { z } from 'zod';
import { fieldFaults, type Issue } from './field-fault.ts';
import { isWritable } from '#domain/writable-text.ts';
import { refuse } from './refuse.ts';
import { strict } from './strict.ts';
import { reads } from './unknown-input.ts';

/**
 * Validators that answer in the project's error shape and appear in the OpenAPI document. Fields and query parameters
 * that the schema doesn't name are refused.
 */
export const body = <T extends z.ZodType>(schema: T) => bodyFromAnyVersion(strict(schema));

/** Drops unknown fields, because an older or newer page may send them and must not lose what it has decided. */
export const bodyFromAnyVersion = <T extends z.ZodType>(schema: T) => {
  const read = validator('json', schema, (result, c) => explain(result, c));
  return reads('json', schema, read);
};

export const query = <T extends z.ZodType>(schema: T) => {
  const known = strict(schema);
  const read = validator('query', known, (result, c) => explain(result, c));
  return reads('query', known, read);
};

export const params = <T extends z.ZodType>(schema: T) =>
  // A malformed path names nothing: 404, not 400.
  validator('param', schema, (result, c) =>
    issuesOf(result).length === 0 ? undefined : refuse(c, { code: 'not_found' }),
  );

type Checked = { success: boolean; data?: unknown; error?: readonly Issue[] };

function explain(result: Checked, c: Parameters<typeof refuse>[0]) {
  const issues = issuesOf(result);
  if (issues.length === 0) return undefined;
  const fields = fieldFaults(issues);
  const code = fields.some(({ reason }) => reason === 'unknown') ? 'unknown_field' : 'invalid_request';
  return refuse(c, { code, details: { fields } });
}

const issuesOf = (result: Checked): readonly Issue[] =>
  result.success ? unwritable(result.data, []) : (result.error ?? []);

/** Deeper than any form is nested. */
const DEEPEST = 32;

function unwritable(value: unknown, path: PropertyKey[]): Issue[] {
  if (path.length > DEEPEST) return [{ path: path.slice(0, 3), message: 'Nested too deeply' }];
  if (typeof value === 'string')
    return isWritable(value) ? [] : [{ path, message: 'Contains characters that are not text' }];
  if (typeof value !== 'object' || value === null) return [];
  return Object.entries(value).flatMap(([key, inner]) => unwritable(inner, [...path, key]));
}
