import { invalid } from './failure.ts';
import type { FormNode, FormValue } from './form.ts';

/** Reads one parameter or refuses it as Stripe would; `param` is its name in bracket notation. */
export type Rule<T> = (value: FormValue, param: string) => T;

const early = (message: string, code: string | undefined, param: string) =>
  invalid(message, { code, param, early: true });

export const text =
  (max = 5000): Rule<string> =>
  (value, param) => {
    if (typeof value !== 'string') throw early('Invalid string', undefined, param);
    if (value === '') {
      const message = `You passed an empty string for '${param}'. We assume empty values are an attempt to unset a parameter; however '${param}' cannot be unset. You should remove '${param}' from your request or supply a non-empty value.`;
      throw early(message, 'parameter_invalid_empty', param);
    }
    if (value.length > max) {
      throw early(`Invalid string: must be at most ${max} characters`, 'parameter_invalid_string_max_length', param);
    }
    return value;
  };

export const integer =
  (min = 0, max = 99_999_999): Rule<number> =>
  (value, param) => {
    if (typeof value !== 'string' || !/^-?\d+$/.test(value)) {
      throw early(`Invalid integer: ${String(value)}`, 'parameter_invalid_integer', param);
    }
    const number = Number(value);
    if (number < min)
      throw early(`This value must be greater than or equal to ${min}.`, 'parameter_invalid_integer', param);
    if (number > max)
      throw early(`This value must be less than or equal to ${max}.`, 'parameter_invalid_integer', param);
    return number;
  };

export const flag: Rule<boolean> = (value, param) => {
  if (value === 'true' || value === 'false') return value === 'true';
  throw early(`Invalid boolean: ${String(value)}`, undefined, param);
};

export const oneOf =
  <const T extends string>(...allowed: T[]): Rule<T> =>
  (value, param) => {
    if (allowed.includes(value as T)) return value as T;
    const list = allowed.map((each) => `'${each}'`).join(', ');
    throw early(`Invalid ${param}: must be one of ${list}`, undefined, param);
  };

export const url: Rule<string> = (value, param) => {
  const address = text(5000)(value, param);
  if (/^https?:$/.test(URL.parse(address)?.protocol ?? '')) return address;
  throw early('Not a valid URL', 'url_invalid', param);
};

export const email: Rule<string> = (value, param) => {
  const address = text(512)(value, param);
  if (/^[^\s@]+@[^\s@]+\.[^\s@]+$/.test(address)) return address;
  throw early(`Invalid email address: ${address}`, 'email_invalid', param);
};

export const list =
  <T>(rule: Rule<T>, max = 100): Rule<T[]> =>
  (value, param) => {
    if (typeof value === 'string') throw early('Invalid array', undefined, param);
    const values = Object.entries(value).map(([index, each]) => rule(each, `${param}[${index}]`));
    if (values.length > max) throw early(`Array ${param} exceeded maximum ${max} allowed elements.`, undefined, param);
    return values;
  };

export const metadata: Rule<Record<string, string>> = (value, param) => {
  if (value === '') return {};
  if (typeof value === 'string') throw early('Invalid hash', undefined, param);
  const entries = Object.entries(value);
  if (entries.length > 50) throw early(`You cannot have more than 50 keys in ${param}.`, undefined, param);
  for (const [key, each] of entries) {
    if (key.length > 40) throw early('Metadata keys must be at most 40 characters.', undefined, `${param}[${key}]`);
    if (typeof each !== 'string' || each.length > 500) {
      throw early('Metadata values must be strings of at most 500 characters.', undefined, `${param}[${key}]`);
    }
  }
  return Object.fromEntries(entries) as Record<string, string>;
};

type Shape = Record<string, Rule<unknown>>;
type Read<S extends Shape, R extends keyof S> = { [K in keyof S]?: ReturnType<S[K]> } & {
  [K in R]: ReturnType<S[K]>;
};

/** A group of named parameters: an unknown name is refused, a required one must be there. */
export const fields =
  <S extends Shape, const R extends keyof S & string = never>(shape: S, required: R[] = []): Rule<Read<S, R>> =>
  (value, param) => {
    if (typeof value === 'string') throw early('Invalid hash', undefined, param);
    const nameOf = (name: string) => (param ? `${param}[${name}]` : name);
    for (const name of Object.keys(value)) {
      if (Object.hasOwn(shape, name)) continue;
      throw early(`Received unknown parameter: ${nameOf(name)}`, 'parameter_unknown', nameOf(name));
    }
    for (const name of required) {
      if (name in value) continue;
      throw early(`Missing required param: ${nameOf(name)}.`, 'parameter_missing', nameOf(name));
    }
    const read = Object.entries(value).map(([name, each]) => [name, shape[name]!(each, nameOf(name))]);
    return Object.fromEntries(read) as Read<S, R>;
  };

export const readParameters = <T>(rule: Rule<T>, form: FormNode): T => rule(form, '');

export const expand = list(text());

const span = (value: FormValue, param: string): { gt?: number; gte?: number; lt?: number; lte?: number } => {
  const time = integer(0, 4_102_444_800);
  if (typeof value !== 'string') return fields({ gt: time, gte: time, lt: time, lte: time })(value, param);
  return { gte: time(value, param), lte: time(value, param) };
};

/** The parameters of every list. */
export const paging = { limit: integer(1, 100), starting_after: text(), ending_before: text(), created: span, expand };
