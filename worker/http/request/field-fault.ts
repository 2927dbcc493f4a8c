import type { FieldFault, FieldReason } from '#domain/field-fault.ts';

/** Zod's issues, beyond the standard that all validators share. https://zod.dev/error-customization */
export interface Issue {
  message: string;
  path?: readonly (PropertyKey | { key: PropertyKey })[];
  code?: string;
  origin?: string;
  format?: string;
  expected?: string;
  minimum?: number | bigint;
  maximum?: number | bigint;
  /** Fields that the object at the path doesn't name. */
  keys?: readonly string[];
}

/** Each unknown field is a fault of its own. */
export const fieldFaults = (issues: readonly Issue[]): FieldFault[] => issues.flatMap(faultsOf);

function faultsOf(issue: Issue): FieldFault[] {
  const path = pathOf(issue);
  if (issue.code !== 'unrecognized_keys') return [fieldFault(issue)];
  const at = path && `${path}.`;
  return (issue.keys ?? []).map((key) => ({ path: at + key, message: 'Unknown', reason: 'unknown' }));
}

const pathOf = ({ path = [] }: Issue) =>
  path.map((part) => String(typeof part === 'object' ? part.key : part)).join('.');

export function fieldFault(issue: Issue): FieldFault {
  const path = pathOf(issue);
  const limit = issue.code === 'too_small' ? issue.minimum : issue.code === 'too_big' ? issue.maximum : undefined;
  const fault = { path, message: issue.message, reason: reasonOf(issue) };
  return limit === undefined ? fault : { ...fault, limit: Number(limit) };
}

const FORMATS: Record<string, FieldReason> = { email: 'not_email', url: 'not_url', datetime: 'not_time' };
const SIZES: Record<string, Record<string, FieldReason>> = {
  too_small: { string: 'too_short', array: 'too_few' },
  too_big: { string: 'too_long', array: 'too_many' },
};

function reasonOf({ code, origin = '', format = '', expected, minimum, message }: Issue): FieldReason {
  switch (code) {
    case 'too_small':
      return origin === 'string' && minimum === 1 ? 'missing' : (SIZES.too_small?.[origin] ?? 'too_small');
    case 'too_big':
      return SIZES.too_big?.[origin] ?? 'too_big';
    case 'invalid_format':
      return FORMATS[format] ?? 'invalid';
    case 'invalid_type':
      if (expected === 'int') return 'not_whole';
      return message.endsWith('received undefined') ? 'missing' : 'invalid';
    default:
      return 'invalid';
  }
}
