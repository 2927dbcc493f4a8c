import type { PrintedDocument, DocumentBlock } from '#domain/payment/printed-document.ts';
import type { ReceiptFacts } from '#domain/payment/receipt-facts.ts';
import { formatDate, formatMoney, formatPercent, mailLocale, type MailLocale } from './locale.ts';
import * as m from './paraglide/messages.js';

/** A receipt or a credit note in words, in the nearest language we have. */
export function receiptDocument(facts: ReceiptFacts, asked: string): PrintedDocument {
  const locale = mailLocale(asked);
  const { number, issuedAt } = facts;
  const isCredit = facts.kind === 'credit_note';
  const title = isCredit ? m.receipt_credit_title({ number }, { locale }) : m.receipt_title({ number }, { locale });
  const blocks: DocumentBlock[] = [
    { is: 'heading', text: title },
    parties(facts, locale),
    { is: 'facts', rows: particulars(facts, locale) },
    isCredit ? creditTable(facts, locale) : linesTable(facts, locale),
    ...taxTable(facts, locale),
  ];
  return { title, language: locale, issuedAt, blocks };
}

function parties({ seller, buyer }: ReceiptFacts, locale: MailLocale): DocumentBlock {
  const { company = '', vatId = '', address = '' } = buyer.billing ?? {};
  const vat = (vatId: string) => vatId && m.receipt_vat_id({ vatId }, { locale });
  const filled = (lines: string[]) => lines.filter((line) => line !== '');
  return {
    is: 'columns',
    columns: [
      {
        label: m.receipt_from({}, { locale }),
        lines: filled([seller.name, seller.address, vat(seller.vatId), seller.email ?? '']),
      },
      { label: m.receipt_for({}, { locale }), lines: filled([company, buyer.name, address, vat(vatId), buyer.email]) },
    ],
  };
}

function particulars(facts: ReceiptFacts, locale: MailLocale): { label: string; value: string }[] {
  const { number, issuedAt, event, reference, refersTo } = facts;
  const day = (time: Date) => formatDate(time, event.timeZone, locale);
  return [
    { label: m.receipt_number({}, { locale }), value: number },
    { label: m.receipt_date({}, { locale }), value: day(issuedAt) },
    ...(refersTo === null ? [] : [{ label: m.receipt_refers_to({}, { locale }), value: refersTo }]),
    {
      label: m.receipt_event({}, { locale }),
      value: [event.title, day(event.startsAt), event.venue].filter(Boolean).join(', '),
    },
    { label: m.receipt_booking({}, { locale }), value: reference },
    { label: m.receipt_method({}, { locale }), value: methodIn(facts.method, locale) },
  ];
}

function methodIn(method: ReceiptFacts['method'], locale: MailLocale): string {
  if (method === 'cash') return m.receipt_method_cash({}, { locale });
  return method === 'stripe' ? m.receipt_method_stripe({}, { locale }) : m.receipt_method_card_terminal({}, { locale });
}

type LineCells = Record<'item' | 'quantity' | 'unitPrice' | 'discount' | 'amount', string>;

function linesTable({ lines, total }: ReceiptFacts, locale: MailLocale): DocumentBlock {
  const isDiscounted = lines.some(({ discount }) => discount.amount > 0);
  const cells = ({ item, quantity, unitPrice, discount, amount }: LineCells) =>
    isDiscounted ? [item, quantity, unitPrice, discount, amount] : [item, quantity, unitPrice, amount];
  const off = (line: ReceiptFacts['lines'][number]) =>
    line.discount.amount > 0 ? `−${formatMoney(line.discount, locale)}` : '';
  return {
    is: 'table',
    head: cells({
      item: m.receipt_item({}, { locale }),
      quantity: m.receipt_quantity({}, { locale }),
      unitPrice: m.receipt_unit_price({}, { locale }),
      discount: m.receipt_discount({}, { locale }),
      amount: m.receipt_amount({}, { locale }),
    }),
    rows: lines.map((line) =>
      cells({
        item: line.name,
        quantity: String(line.quantity),
        unitPrice: formatMoney(line.unitPrice, locale),
        discount: off(line),
        amount: formatMoney(line.total, locale),
      }),
    ),
    foot: [
      cells({
        item: m.receipt_total({}, { locale }),
        quantity: '',
        unitPrice: '',
        discount: '',
        amount: formatMoney(total, locale),
      }),
    ],
  };
}

function creditTable({ event, total, isPaidBack }: ReceiptFacts, locale: MailLocale): DocumentBlock {
  const amount = `−${formatMoney(total, locale)}`;
  return {
    is: 'table',
    head: [m.receipt_item({}, { locale }), m.receipt_amount({}, { locale })],
    rows: [[m.receipt_refund_of({ event: event.title }, { locale }), amount]],
    foot: [[isPaidBack ? m.receipt_credited({}, { locale }) : m.receipt_credit_due({}, { locale }), amount]],
  };
}

/** Empty where nothing is taxed. */
function taxTable({ kind, tax }: ReceiptFacts, locale: MailLocale): DocumentBlock[] {
  if (tax.every(({ rateBasisPoints }) => rateBasisPoints === 0)) return [];
  const sign = kind === 'credit_note' ? '−' : '';
  const money = (amount: ReceiptFacts['total']) => `${amount.amount === 0 ? '' : sign}${formatMoney(amount, locale)}`;
  return [
    {
      is: 'table',
      head: [
        m.receipt_tax_rate({}, { locale }),
        m.receipt_tax_net({}, { locale }),
        m.receipt_tax_inside({}, { locale }),
        m.receipt_tax_gross({}, { locale }),
      ],
      rows: tax.map(({ rateBasisPoints, net, tax: inside, gross }) => [
        formatPercent(rateBasisPoints, locale),
        ...[net, inside, gross].map(money),
      ]),
      foot: [],
    },
  ];
}
