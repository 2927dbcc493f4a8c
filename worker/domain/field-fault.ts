/** What is wrong with one field of what was sent, so that whoever shows a form can say it in words of their own. */
export interface FieldFault {
  path: string;
  /** For a log. */
  message: string;
  reason: FieldReason;
  /** The least or most it may be: of a number itself, of a text its characters, of a list its entries. */
  limit?: number;
  /** What a price must be a multiple of. */
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
