import { parseDecimal } from '#domain/money.ts';
import { toBasisPoints } from './basis-points.ts';
import type { Fault, Faults, Read } from './faults.ts';
import { instantOf } from '#domain/zoned-time.ts';

/** Names of the fields that hold text. */
type TextName<Values> = { [K in keyof Values & string]: Values[K] extends string ? K : never }[keyof Values & string];
interface Place {
  timeZone: string;
  currency: string;
}
interface Row {
  /** The row's key with a dot, where the values are one row of a longer form. */
  at: string;
  /** The faults of the whole form; the row's are added to them. */
  faults: Faults;
}

/**
 * Reads the typed fields of a form and notes each fault by its field. For a value that can't be read a method returns 0,
 * null or an empty string: it is never sent, because `result` then carries the faults instead of the input.
 */
export class FieldReader<Values> {
  readonly faults: Faults;
  readonly #values: Values;
  readonly #place: Place;
  readonly #at: string;

  constructor(values: Values, place: Place, row: Row = { at: '', faults: {} }) {
    this.#values = values;
    this.#place = place;
    this.#at = row.at;
    this.faults = row.faults;
  }

  /** Notes a fault; a field keeps its first one. */
  note(field: keyof Values & string, fault: Fault): void {
    this.faults[this.#at + field] ??= fault;
  }

  required(field: TextName<Values>): string {
    const text = this.#textOf(field);
    if (!text) this.note(field, 'required');
    return text;
  }

  /** An instant as ISO 8601; null where the field is empty. */
  time(field: TextName<Values>): string | null {
    const text = this.#textOf(field);
    const instant = text ? instantOf(text, this.#place.timeZone) : null;
    if (text && !instant) this.note(field, 'time');
    return instant;
  }

  /** Two optional times; the second must be later than the first. */
  window<From extends TextName<Values>, To extends TextName<Values>>(
    from: From,
    to: To,
  ): Record<From | To, string | null> {
    const start = this.time(from);
    const end = this.time(to);
    if (start && end && end <= start) this.note(to, 'before_start');
    return { [from]: start, [to]: end } as Record<From | To, string | null>;
  }

  /** Minor units; an empty field is 0. */
  amount(field: TextName<Values>): number {
    const amount = parseDecimal(this.#textOf(field) || '0', this.#place.currency);
    if (amount === null) this.note(field, 'amount');
    return amount ?? 0;
  }

  /** Basis points of a percentage from 0 to 100; an empty field is 0. */
  percent(field: TextName<Values>): number {
    const points = toBasisPoints(this.#textOf(field) || '0');
    if (points === null) this.note(field, 'percent');
    return points ?? 0;
  }

  /** A whole number from 0; null where the field is empty. */
  wholeNumber(field: TextName<Values>): number | null {
    const text = this.#textOf(field);
    if (!text) return null;
    if (/^\d{1,7}$/.test(text)) return Number(text);
    this.note(field, 'number');
    return null;
  }

  requiredWholeNumber(field: TextName<Values>): number {
    this.required(field);
    return this.wholeNumber(field) ?? 0;
  }

  /** A whole number from 1; null where the field is empty. */
  count(field: TextName<Values>): number | null {
    const text = this.#textOf(field);
    if (text && !/^[1-9]\d{0,5}$/.test(text)) this.note(field, 'count');
    return text ? Number(text) : null;
  }

  result<Input>(input: Input): Read<Input> {
    return Object.keys(this.faults).length > 0 ? { ok: false, faults: this.faults } : { ok: true, input };
  }

  #textOf(field: TextName<Values>): string {
    return String(this.#values[field]).trim();
  }
}
