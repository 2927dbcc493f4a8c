import type { Command, Replies } from '#domain/box-office/command.ts';
import type { Quote, QuoteRequest } from '#domain/box-office/quote.ts';
import type { StockView } from '#domain/event/inventory.ts';
import type { Outcome } from '#domain/refusal.ts';

/**
 * One event's box office: everything that moves its stock, decided in turns. Throws when the room is away. The room
 * implements it (party/box-office.ts), the stub that reaches it, and in tests a box office without a room.
 */
export interface BoxOfficeRoom {
  /** Decided in a turn with all that arrived together. */
  submit<K extends Command['kind']>(command: Extract<Command, { kind: K }>): Promise<Replies[K]>;
  /** The price of a request; holds nothing. */
  quote(request: QuoteRequest): Promise<Outcome<{ quote: Quote }>>;
  /** Null where the public sees no such event. */
  availability(): Promise<StockView | null>;
  /** Some hold may be due: the heartbeat's, for alarms that a crash swallowed. */
  kick(): Promise<void>;
}
