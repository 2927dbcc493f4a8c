import { DurableObject } from 'cloudflare:workers';
import { composeBoxOffice } from '../worker/compose/rooms.ts';
import type { BoxOfficeRoom } from '../worker/deps.ts';
import type * as boxOffice from '#domain/box-office/command.ts';
import { OutcomeUnknown, StoreAway, TurnCollision } from '#domain/box-office/failure.ts';
import type { StockView } from '#domain/event/inventory.ts';
import type { Quote, QuoteRequest } from '#domain/box-office/quote.ts';
import { refusal, type Outcome } from '#domain/refusal.ts';
import type { Env } from '../worker/env.ts';
import { runTurn, type Turn } from '../worker/usecases/box-office/run-turn.ts';
import { createHoldAlarm } from './hold-alarm.ts';
import { Turns, type Recovery } from './turn.ts';

/** Thousands of visitors can ask within this time, and share one answer. */
const STOCK_KEPT_MS = 250;
const AFTER_TROUBLE_MS = 5000;

/** One event's box office: everything that moves its stock, many commands in one transaction. */
export class BoxOffice extends DurableObject<Env> implements BoxOfficeRoom {
  readonly #eventId: string;
  readonly #deps: ReturnType<typeof composeBoxOffice>;
  readonly #turns: Turns<boxOffice.Command, boxOffice.Reply>;
  readonly #alarm: ReturnType<typeof createHoldAlarm>;
  #stock: { at: number; view: Promise<StockView | null> } | null = null;

  constructor(ctx: DurableObjectState, env: Env) {
    super(ctx, env);
    this.#eventId = ctx.id.name ?? '';
    this.#deps = composeBoxOffice(env, ctx);
    this.#alarm = createHoldAlarm(ctx.storage);
    const deps = { ...this.#deps, alarm: this.#alarm };
    this.#turns = new Turns<boxOffice.Command, boxOffice.Reply>({
      limit: this.#deps.turnLimit,
      run: async (commands) => this.#announce(await runTurn(deps, this.#eventId, commands)),
      recover,
    });
  }

  submit<K extends boxOffice.Command['kind']>(
    command: Extract<boxOffice.Command, { kind: K }>,
  ): Promise<boxOffice.Replies[K]> {
    const answer = this.#turns.submit(command).catch((error: unknown) => {
      if (error instanceof StoreAway) return refusal('unavailable');
      if (error instanceof OutcomeUnknown) return refusal('outcome_unknown');
      throw error;
    });
    return answer as Promise<boxOffice.Replies[K]>;
  }

  quote(request: QuoteRequest): Promise<Outcome<{ quote: Quote }>> {
    return this.#deps.store.quote(this.#eventId, request, this.#deps.clock.now());
  }

  async availability(): Promise<StockView | null> {
    const now = this.#deps.clock.now();
    if (!this.#stock || now.getTime() - this.#stock.at >= STOCK_KEPT_MS) {
      this.#stock = { at: now.getTime(), view: this.#deps.store.stock(this.#eventId, now) };
    }
    return this.#stock.view;
  }

  async kick(): Promise<void> {
    await this.#release();
  }

  override async alarm(): Promise<void> {
    this.#alarm.fired();
    await this.#release();
  }

  /** Ends the holds that are due, and sets the alarm for the next. */
  async #release(): Promise<void> {
    try {
      const answer = await this.submit({ kind: 'release' });
      const away = !answer.ok && answer.code !== 'not_found';
      const next = away || (answer.ok && answer.more) ? null : await this.#deps.store.nextHoldExpiry(this.#eventId);
      if (away) await this.#alarm.standBy(new Date(Date.now() + AFTER_TROUBLE_MS));
      else if (answer.ok && answer.more) await this.#alarm.standBy(new Date());
      else if (next) await this.#alarm.standBy(next);
    } catch (error) {
      this.#deps.log.error('holds could not be released', { eventId: this.#eventId, error: String(error) });
      await this.#alarm.standBy(new Date(Date.now() + AFTER_TROUBLE_MS));
    }
  }

  /** After the commit, and without waiting: what these miss, the heartbeat repeats. */
  #announce(turn: Turn): readonly boxOffice.Reply[] {
    if (turn.ticketsChanged) void this.#deps.rooms.door(this.#eventId).kick();
    if (turn.outboxChanged) void this.#deps.rooms.postman().kick();
    return turn.answers;
  }
}

function recover(error: unknown): Recovery {
  if (error instanceof TurnCollision) return 'retry';
  return error instanceof StoreAway || error instanceof OutcomeUnknown ? 'fail_all' : 'bisect';
}
