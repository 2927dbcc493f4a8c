import type Stripe from 'stripe';
import { email, expand, fields, flag, integer, list, metadata, oneOf, paging, text, url } from './parameters.ts';

const methods = oneOf(
  'card',
  'link',
  'paypal',
  'ideal',
  'bancontact',
  'eps',
  'p24',
  'blik',
  'twint',
  'klarna',
  'sepa_debit',
);

const priceData = fields(
  {
    currency: text(3),
    unit_amount: integer(0),
    tax_behavior: oneOf('exclusive', 'inclusive', 'unspecified'),
    product_data: fields(
      { name: text(), description: text(), images: list(url, 8), metadata, tax_code: text(), unit_label: text() },
      ['name'],
    ),
  },
  ['currency'],
);

const lineItem = fields({ price: text(), price_data: priceData, quantity: integer(1, 999_999), metadata });

/** Everything that this stand-in supports; Stripe's other parameters are refused as unknown rather than ignored. */
export const createParameters = fields(
  {
    mode: oneOf('payment', 'setup', 'subscription'),
    ui_mode: oneOf('hosted_page', 'embedded_page', 'elements', 'form'),
    line_items: list(lineItem),
    success_url: url,
    cancel_url: url,
    expires_at: integer(0, 4_102_444_800),
    client_reference_id: text(200),
    customer_email: email,
    customer_creation: oneOf('always', 'if_required'),
    metadata,
    payment_intent_data: fields({
      description: text(1000),
      metadata,
      receipt_email: email,
      statement_descriptor: text(22),
      statement_descriptor_suffix: text(22),
    }),
    // The API version that stripe 23 pins has no payment_method_types any more.
    allowed_payment_method_types: list(methods),
    excluded_payment_method_types: list(methods),
    payment_method_options: fields({
      card: fields({ request_three_d_secure: oneOf('any', 'automatic', 'challenge') }),
    }),
    locale: text(12),
    submit_type: oneOf('auto', 'book', 'donate', 'pay', 'subscribe'),
    billing_address_collection: oneOf('auto', 'required'),
    phone_number_collection: fields({ enabled: flag }, ['enabled']),
    invoice_creation: fields({ enabled: flag }, ['enabled']),
    automatic_tax: fields({ enabled: flag }, ['enabled']),
    adaptive_pricing: fields({ enabled: flag }),
    allow_promotion_codes: flag,
    custom_text: fields({ submit: fields({ message: text(1200) }, ['message']) }),
    wallet_options: fields({ link: fields({ display: oneOf('auto', 'never') }) }),
    expand,
  },
  ['mode'],
);

export type CreateParameters = ReturnType<typeof createParameters>;

/** The compiler checks that this version of Stripe's API has every name accepted here. */
type Invented = Surplus<CreateParameters, Stripe.Checkout.SessionCreateParams>;
export const invented: Record<Invented, never> = {};

type Surplus<T, Known> = T extends (infer Item)[]
  ? Known extends (infer KnownItem)[]
    ? Surplus<Item, KnownItem>
    : never
  : T extends Record<string, string> | string | number | boolean
    ? never
    : { [K in keyof T & string]-?: K extends keyof Known ? Surplus<NonNullable<T[K]>, Solid<Known[K]>> : K }[keyof T &
        string];

type Solid<T> = Extract<T, object>;

export const listParameters = fields({
  ...paging,
  status: oneOf('open', 'complete', 'expired'),
  payment_intent: text(),
  customer_details: fields({ email }, ['email']),
});

export const onlyExpand = fields({ expand });
