import type { MailMoney } from '#domain/mail/mail.ts';
import { baseLocale, locales } from './paraglide/runtime.js';

export type MailLocale = (typeof locales)[number];

/** Our language nearest to the requested one. */
export function mailLocale(asked: string): MailLocale {
  const language = asked.split('-')[0];
  return locales.find((locale) => locale === asked) ?? locales.find((locale) => locale === language) ?? baseLocale;
}

/** Plain `en` would mean American dates and a 12-hour clock. */
const formatLocale = (locale: MailLocale) => (locale === 'en' ? 'en-GB' : locale);

const CLOCK = { hour: '2-digit', minute: '2-digit', timeZoneName: 'short' } as const;

interface Period {
  startsAt: Date;
  endsAt: Date;
  timeZone: string;
}

/** A period by the clock of its own place, with the zone's name. */
export function formatPeriod({ startsAt, endsAt, timeZone }: Period, locale: MailLocale): string {
  const day = { weekday: 'long', day: 'numeric', month: 'long', year: 'numeric' } as const;
  return new Intl.DateTimeFormat(formatLocale(locale), { ...day, ...CLOCK, timeZone }).formatRange(startsAt, endsAt);
}

export function formatDate(time: Date, timeZone: string, locale: MailLocale): string {
  return new Intl.DateTimeFormat(formatLocale(locale), { dateStyle: 'full', timeZone }).format(time);
}

/** A time of today or tomorrow: the weekday is enough. With the zone's name. */
export function formatTime(time: Date, timeZone: string, locale: MailLocale): string {
  return new Intl.DateTimeFormat(formatLocale(locale), { weekday: 'short', ...CLOCK, timeZone }).format(time);
}

/** A time of any day, with its date and the zone's name. */
export function formatDateAndTime(time: Date, timeZone: string, locale: MailLocale): string {
  const day = { weekday: 'short', day: 'numeric', month: 'long' } as const;
  return new Intl.DateTimeFormat(formatLocale(locale), { ...day, ...CLOCK, timeZone }).format(time);
}

/** With the decimals of the amount: Intl leaves out those of some currencies (HUF, IDR). */
export function formatMoney({ decimal, currency }: MailMoney, locale: MailLocale): string {
  const digits = decimal.split('.')[1]?.length ?? 0;
  const format = new Intl.NumberFormat(formatLocale(locale), {
    style: 'currency',
    currency,
    minimumFractionDigits: digits,
    maximumFractionDigits: digits,
  });
  return format.format(decimal as `${number}`);
}

export const formatPercent = (basisPoints: number, locale: MailLocale) =>
  new Intl.NumberFormat(formatLocale(locale), { style: 'percent', maximumFractionDigits: 2 }).format(
    basisPoints / 10_000,
  );
