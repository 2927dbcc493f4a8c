import type { MailBooking, MailMoney } from '../worker/domain/mail.ts';
import type { Block } from './letter.ts';
import { formatMoney, type MailLocale } from './locale.ts';
import * as m from './paraglide/messages.js';

/** Which booking, whose, how much and why: for the organizer. */
export function moneyFacts(facts: MailBooking & { amount: MailMoney; reason: string }, locale: MailLocale): Block {
  const rows = [
    { label: m.label_booking({}, { locale }), value: facts.reference },
    { label: m.label_buyer({}, { locale }), value: facts.buyerName },
    { label: m.label_amount({}, { locale }), value: formatMoney(facts.amount, locale) },
    // As Stripe words it.
    { label: m.label_reason({}, { locale }), value: facts.reason.replaceAll('_', ' ') },
  ];
  return { is: 'facts', rows: rows.filter(({ value }) => value !== '') };
}

/** How what was paid comes back: by itself where a card was charged, else from the organizer's hand. */
export function paidBack(facts: MailBooking & { amount: MailMoney }, locale: MailLocale): string {
  const amount = { amount: formatMoney(facts.amount, locale) };
  return facts.isPaidByHand ? m.paid_back_by_hand(amount, { locale }) : m.paid_back(amount, { locale });
}
