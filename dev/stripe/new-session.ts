import type Stripe from 'stripe';
import type { CreateParameters } from './checkout-session-parameters.ts';
import { invalid, missing } from './failure.ts';
import { checkAmount } from './money.ts';
import type { SavedSession, State } from './state.ts';

const DAY = 24 * 60 * 60;

export function newSession(state: State, given: CreateParameters, baseUrl: string): SavedSession {
  const id = state.id(state.livemode ? 'cs_live' : 'cs_test');
  const lineItems = given.line_items!.map((item, index) => newLineItem(state, item, index));
  const currency = lineItems[0]!.currency;
  if (lineItems.some((item) => item.currency !== currency)) {
    throw invalid('All line items must have the same currency.', { param: 'line_items' });
  }
  const total = lineItems.reduce((sum, item) => sum + item.amount_total, 0);
  const session = {
    ...absent,
    id,
    object: 'checkout.session',
    amount_subtotal: total,
    amount_total: total,
    automatic_tax: { enabled: given.automatic_tax?.enabled ?? false, liability: null, provider: null, status: null },
    adaptive_pricing: { enabled: given.adaptive_pricing?.enabled ?? false },
    allow_promotion_codes: given.allow_promotion_codes ?? null,
    billing_address_collection: given.billing_address_collection ?? null,
    cancel_url: given.cancel_url ?? null,
    client_reference_id: given.client_reference_id ?? null,
    created: state.seconds(),
    currency,
    custom_text: { ...noText, submit: given.custom_text?.submit ?? null },
    customer_creation: given.customer_creation ?? 'if_required',
    customer_email: given.customer_email ?? null,
    customer_details: given.customer_email ? { ...nobody, email: given.customer_email } : null,
    expires_at: given.expires_at ?? state.seconds() + DAY,
    livemode: state.livemode,
    locale: given.locale ?? null,
    metadata: given.metadata ?? {},
    mode: 'payment',
    payment_method_options: given.payment_method_options ?? {},
    allowed_payment_method_types: given.allowed_payment_method_types ?? null,
    payment_method_types: given.allowed_payment_method_types ?? ['card'],
    phone_number_collection: { enabled: given.phone_number_collection?.enabled ?? false },
    submit_type: given.submit_type ?? null,
    success_url: given.success_url!,
    url: `${baseUrl}/c/pay/${id}`,
  } as unknown as Stripe.Checkout.Session;
  return { session, lineItems, paymentIntentData: given.payment_intent_data ?? {} };
}

type GivenItem = NonNullable<CreateParameters['line_items']>[number];

function newLineItem(state: State, item: GivenItem, index: number): Stripe.LineItem {
  const param = `line_items[${index}]`;
  if (item.price) throw missing('price', item.price, `${param}[price]`);
  const price = item.price_data;
  if (!price?.product_data || price.unit_amount === undefined || item.quantity === undefined) {
    const name = !price
      ? 'price_data'
      : item.quantity === undefined
        ? 'quantity'
        : 'price_data[product_data, unit_amount]';
    throw invalid(`Missing required param: ${param}[${name}].`, { code: 'parameter_missing', param, early: true });
  }
  checkAmount(price.unit_amount, price.currency.toLowerCase(), `${param}[price_data][unit_amount]`);
  const amount = price.unit_amount * item.quantity;
  return {
    id: state.id('li'),
    object: 'item',
    amount_discount: 0,
    amount_subtotal: amount,
    amount_tax: 0,
    amount_total: amount,
    currency: price.currency.toLowerCase(),
    description: price.product_data.name,
    metadata: item.metadata ?? {},
    quantity: item.quantity,
    price: {
      id: state.id('price'),
      object: 'price',
      currency: price.currency.toLowerCase(),
      product: state.id('prod'),
      type: 'one_time',
      unit_amount: price.unit_amount,
    },
  } as unknown as Stripe.LineItem;
}

const nobody = {
  address: null,
  business_name: null,
  individual_name: null,
  name: null,
  phone: null,
  tax_exempt: 'none',
  tax_ids: [],
};

const noText = { after_submit: null, shipping_address: null, terms_of_service_acceptance: null };

const absent = {
  after_expiration: null,
  client_secret: null,
  collected_information: null,
  consent: null,
  consent_collection: null,
  currency_conversion: null,
  custom_fields: [],
  customer: null,
  customer_account: null,
  discounts: [],
  integration_identifier: null,
  invoice: null,
  invoice_creation: null,
  managed_payments: null,
  origin_context: null,
  payment_intent: null,
  payment_link: null,
  payment_method_collection: 'if_required',
  payment_method_configuration_details: null,
  payment_status: 'unpaid',
  permissions: null,
  recovered_from: null,
  saved_payment_method_options: null,
  setup_intent: null,
  shipping_address_collection: null,
  shipping_cost: null,
  shipping_options: [],
  status: 'open',
  subscription: null,
  total_details: { amount_discount: 0, amount_shipping: 0, amount_tax: 0 },
  ui_mode: 'hosted_page',
  wallet_options: null,
};
