/** The error in one field of a request, in a form that clients can put into their own words. */
export interface FieldFault {
  path: string;
  /** For a log. */
  message: string;
  reason: FieldReason;
  /** The minimum or maximum: of a number itself, of a text's characters, of a list's entries. */
  limit?: number;
  /** The number that a price must be a multiple of. */
  step?: { amount: number; currency: string };
}

export type FieldReason =
  | 'missing'
  | 'too_small'
  | 'too_big'
  | 'too_short'
  | 'too_long'
  | 'too_few'
  | 'too_many'
  | 'not_whole'
  | 'not_email'
  | 'not_url'
  | 'not_time'
  | 'too_early'
  | 'uneven'
  | 'taken'
  | 'invalid';
