/** A fault in one field of a request, from which a form makes its own message. */
export interface FieldFault {
  path: string;
  /** For a log. */
  message: string;
  reason: FieldReason;
  /** The minimum or maximum: of a number its value, of a text its characters, of a list its entries. */
  limit?: number;
  /** A price must be a multiple of this. */
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
  /** Not a field of this request at all. */
  | 'unknown'
  | 'invalid';
