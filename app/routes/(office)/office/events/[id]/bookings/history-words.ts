import { m } from '$messages';
import { formatMoney } from '$lib/format-money.ts';
import { methodName } from './payment-words.ts';
import { refundReason } from './refund-words.ts';
import { statusName } from './status-words.ts';

interface Entry {
  action: string;
  before: unknown;
  after: unknown;
}
type Facts = Partial<{
  status: string;
  reason: string | null;
  method: Parameters<typeof methodName>[0];
  amountMinor: number;
  currency: string;
  numbers: string[];
  name: string;
  email: string;
}>;
const factsOf = (value: unknown): Facts => (typeof value === 'object' && value !== null ? value : {});
const moneyOf = ({ amountMinor = 0, currency = '' }: Facts) => formatMoney({ amount: amountMinor, currency });

const WORDS: Record<string, (before: Facts, after: Facts) => string> = {
  'booking.create': (_, { method }) => m.office_history_created({ method: method ? methodName(method) : '–' }),
  'booking.status': (before, after) =>
    m.office_history_status({ before: statusName(before.status ?? ''), after: statusName(after.status ?? '') }),
  'waiting.offer': () => m.office_history_offer(),
  'waiting.accepted': () => m.office_history_offer_accepted(),
  'waiting.declined': () => m.office_history_offer_declined(),
  'waiting.lapsed': () => m.office_history_offer_lapsed(),
  'booking.answers': () => m.office_history_answers(),
  'payment.refund': (_, after) => m.office_history_refund({ amount: moneyOf(after) }),
  'refund.deferred': (_, after) => m.office_history_deferred({ amount: moneyOf(after) }),
  'payment.dispute': (_, after) => disputeWords(after),
  'refund.by_hand': () => m.office_history_refund_outside_stripe(),
  'ticket.cancel': (_, { numbers = [] }) => m.office_history_tickets({ numbers: numbers.join(', ') }),
  'ticket.transfer': (_, { email = '' }) => m.office_history_transfer({ email }),
  'ticket.rename': (before, after) => m.office_history_rename({ before: before.name ?? '', after: after.name ?? '' }),
};

const DISPUTES: Record<string, (input: { amount: string }) => string> = {
  open: m.office_dispute_open,
  won: m.office_dispute_won,
  lost: m.office_dispute_lost,
};
const disputeWords = (after: Facts) =>
  (DISPUTES[after.status ?? 'open'] ?? m.office_dispute_open)({ amount: moneyOf(after) });

/** The action in a line; an unknown action by its own name. */
export const historyWords = ({ action, before, after }: Entry): string =>
  WORDS[action]?.(factsOf(before), factsOf(after)) ?? action.replaceAll(/[._]/g, ' ');

/** The recorded reason, if any. */
export function historyReason({ action, after }: Entry): string {
  const { reason } = factsOf(after);
  if (action === 'payment.dispute' && reason) return m.office_dispute_reason({ reason: reason.replaceAll('_', ' ') });
  return reason ? refundReason(reason) : '';
}

const ACTORS: Record<string, () => string> = {
  staff: m.office_actor_staff,
  buyer: m.office_actor_buyer,
  holder: m.office_actor_holder,
  everato: m.office_actor_everato,
  stripe: m.office_method_stripe,
};
export const actorName = (actor: string): string => ACTORS[actor]?.() ?? actor;
