import type { Mail, RenderedMail } from '#domain/mail/mail.ts';
import type { ReceiptFacts } from '#domain/payment/receipt-facts.ts';

/** The pictures and documents that go with tickets and payments. */
export interface DocumentDeps {
  drawQr(text: string): Uint8Array;
  /** As PDF, in the nearest language that we have. */
  drawReceipt(facts: ReceiptFacts, locale: string): Promise<Uint8Array>;
}

/** The postman's further dependencies. */
export interface MailSenderDeps {
  transport: MailTransport;
  renderMail(mail: Mail, locale: string): RenderedMail;
}

/** The postman. The room implements it (party/postman.ts), and the stub that reaches it (compose/room-stubs.ts). */
export interface PostmanRoom {
  /** There are new rows in the outbox. */
  kick(): Promise<void>;
}

/** SMTP, Resend and Cloudflare's email implement it (outside/mail). */
export interface MailTransport {
  send(mail: OutgoingMail): Promise<Delivery>;
}

/** `again`: a retry may succeed. `overtaken`: the message is no longer needed. `why` is for staff. */
export type Delivery = { ok: true } | { ok: false; again: boolean; overtaken?: true; why: string };

export interface OutgoingMail extends RenderedMail {
  /** The outbox row's: a repeat of a mail that did arrive is recognised by it. */
  id: string;
  to: string;
}
