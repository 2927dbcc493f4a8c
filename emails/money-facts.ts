import type { MailBack, MailBooking, MailMoney } from '#domain/mail/mail.ts';
import { paragraph, type Block } from './email-content.ts';
import { formatMoney, type MailLocale } from './locale.ts';
import * as m from './paraglide/messages.js';

/** The booking, its buyer, the amount and the reason: for the organizer. */
export function moneyFacts(facts: MailBooking & { amount: MailMoney; reason: string }, locale: MailLocale): Block {
  const rows = [
    { label: m.label_booking({}, { locale }), value: facts.reference },
    { label: m.label_buyer({}, { locale }), value: facts.buyerName },
    { label: m.label_amount({}, { locale }), value: formatMoney(facts.amount, locale) },
    // In Stripe's words.
    { label: m.label_reason({}, { locale }), value: facts.reason.replaceAll('_', ' ') },
  ];
  return { is: 'facts', rows: rows.filter(({ value }) => value !== '') };
}

/** How the buyer is refunded, one sentence per way: automatically to a card, otherwise by the organizer directly. */
export function paidBack({ onItsWay, given, owed, withBank }: MailBack, locale: MailLocale): Block[] {
  const ways = [
    { money: onItsWay, say: m.refund_on_its_way },
    { money: given, say: m.refunded_given },
    { money: owed, say: m.refunded_directly },
    { money: withBank, say: m.refunded_with_bank },
  ];
  return ways
    .filter(({ money }) => money.amount > 0)
    .map(({ money, say }) => paragraph(say({ amount: formatMoney(money, locale) }, { locale })));
}
