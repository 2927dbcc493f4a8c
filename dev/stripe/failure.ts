export interface FailureDetails {
  status: number;
  type: 'invalid_request_error' | 'idempotency_error' | 'api_error' | 'card_error';
  message: string;
  code?: string;
  param?: string;
  /** Refused before anything ran: Stripe then stores no response under the idempotency key. */
  early?: boolean;
}

/** A refusal of the API, in Stripe's shape. */
export class StripeFailure extends Error {
  readonly details: FailureDetails;

  constructor(details: FailureDetails) {
    super(details.message);
    this.details = details;
  }

  body(): string {
    const { type, message, code, param } = this.details;
    const doc_url = code && `https://stripe.com/docs/error-codes/${code.replaceAll('_', '-')}`;
    return JSON.stringify({ error: { code, doc_url, message, param, type } }, null, 2);
  }
}

export const invalid = (message: string, rest: { code?: string; param?: string; early?: boolean } = {}) =>
  new StripeFailure({ status: 400, type: 'invalid_request_error', message, ...rest });

export const missing = (noun: string, id: string, param = 'id') =>
  new StripeFailure({
    status: 404,
    type: 'invalid_request_error',
    code: 'resource_missing',
    message: `No such ${noun}: '${id}'`,
    param,
  });
