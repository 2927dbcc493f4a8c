import { testCards } from './cards.ts';
import { styles } from './hosted-page-styles.ts';
import { formatMoney } from './money.ts';
import type { SavedSession } from './state.ts';

export function paymentPage(saved: SavedSession, complaint?: string): string {
  const { session } = saved;
  const total = formatMoney(session.amount_total!, session.currency!);
  const action = `/c/pay/${session.id}`;
  return layout(
    `Pay ${total}`,
    `${summary(saved)}
<form method="post" action="${action}" class="panel">
  <h2>Pay with card</h2>
  ${complaint ? `<p class="complaint" role="alert" data-testid="complaint">${escape(complaint)}</p>` : ''}
  <label>Email <input name="email" type="email" required value="${escape(session.customer_details?.email ?? '')}" /></label>
  <label>Card number
    <input name="card" data-testid="card-number" inputmode="numeric" autocomplete="off" required placeholder="1234 1234 1234 1234" />
  </label>
  <div class="fills">
    ${fill('fill-ok', testCards.ok, 'Succeeds')}
    ${fill('fill-declined', testCards.declined, 'Declined')}
    ${fill('fill-auth', testCards.authenticate, 'Asks the bank')}
  </div>
  <button class="pay" data-testid="pay">Pay ${total}</button>
  ${session.cancel_url ? `<a class="back" data-testid="walk-away" href="${escape(session.cancel_url)}">Back without paying</a>` : ''}
</form>
<script>
  for (const button of document.querySelectorAll('[data-card]')) {
    button.addEventListener('click', () => { document.querySelector('[name=card]').value = button.dataset.card; });
  }
</script>`,
  );
}

export function authenticatePage(saved: SavedSession): string {
  return layout(
    'Confirm your payment',
    `${summary(saved)}
<form method="post" action="/c/pay/${saved.session.id}/authenticate" class="panel">
  <h2>Your bank asks</h2>
  <p>Do you confirm this payment of ${formatMoney(saved.session.amount_total!, saved.session.currency!)}?</p>
  <button class="pay" name="agreed" value="yes" data-testid="authenticate">Confirm</button>
  <button class="plain" name="agreed" value="no" data-testid="refuse-authentication">Refuse</button>
</form>`,
  );
}

export function closedPage(message: string, back: string | null | undefined): string {
  const link = back ? `<a class="back" data-testid="go-back" href="${escape(back)}">Back to the shop</a>` : '';
  return layout(message, `<main class="panel"><h2>${escape(message)}</h2>${link}</main>`);
}

function summary({ session, lineItems }: SavedSession): string {
  const currency = session.currency!;
  const rows = lineItems.map(
    (
      item,
    ) => `<li><span>${escape(item.description ?? '')}<small>${item.quantity} × ${formatMoney(item.price!.unit_amount!, currency)}</small></span>
      <b>${formatMoney(item.amount_total, currency)}</b></li>`,
  );
  return `<section class="summary">
  <p class="badge">Test payment: no money moves</p>
  <p class="total" data-testid="total">${formatMoney(session.amount_total!, currency)}</p>
  <ul data-testid="line-items">${rows.join('')}</ul>
</section>`;
}

const fill = (testId: string, card: string, label: string) =>
  `<button type="button" data-testid="${testId}" data-card="${card}">${label}<small>…${card.slice(-4)}</small></button>`;

export const layout = (title: string, body: string) => `<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8" />
<meta name="viewport" content="width=device-width, initial-scale=1" />
<meta name="referrer" content="no-referrer" />
<title>${escape(title)}</title>
<style>${styles}</style>
</head>
<body><div class="columns">${body}</div></body>
</html>`;

const escapes: Record<string, string> = { '&': '&amp;', '<': '&lt;', '>': '&gt;', '"': '&quot;', "'": '&#39;' };
export const escape = (text: string) => text.replaceAll(/[&<>"']/g, (character) => escapes[character]!);
