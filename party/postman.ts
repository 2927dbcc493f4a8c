import { DurableObject } from 'cloudflare:workers';
import { composePostman } from '../worker/compose/rooms.ts';
import { MAIL_LANE, STRIPE_LANE, type LaneRule } from '#domain/mail/outbox-lane.ts';
import type { Env } from '../worker/env.ts';
import { drainOutbox } from '../worker/usecases/mail/drain-outbox.ts';
import { runStripeTask } from '../worker/usecases/payment/run-stripe-task.ts';
import { sendMail } from '../worker/usecases/mail/send-mail.ts';
import { Slot } from './slot.ts';

/** Long enough that a burst of kicks costs one write, short enough to resume soon after a crash. */
const WATCH_MS = 1000;
const AFTER_TROUBLE_MS = 5000;

type Composed = ReturnType<typeof composePostman>;
interface Drain {
  rule: LaneRule;
  run(): Promise<void>;
}

/**
 * Drains the outbox. A kick starts the idle slots. The alarm after it keeps the room awake until they are done, and is
 * set again for the next due row. A row whose work a crash interrupts is due again when its lease ends.
 */
export class Postman extends DurableObject<Env> {
  readonly #deps: Composed['deps'];
  readonly #rules: LaneRule[];
  readonly #slots: Slot[];
  #armed = false;

  constructor(ctx: DurableObjectState, env: Env) {
    super(ctx, env);
    const composed = composePostman(env, ctx);
    this.#deps = composed.deps;
    const drains = drainsOf(composed);
    this.#rules = drains.map(({ rule }) => rule);
    this.#slots = drains.flatMap(({ rule, run }) => Array.from({ length: rule.slots }, () => new Slot(run)));
  }

  /** Starts work on new rows. */
  async kick(): Promise<void> {
    // The alarm that follows meets the same failure, and waits.
    this.#work().catch(() => {});
    if (this.#armed) return;
    this.#armed = true;
    await this.ctx.storage.setAlarm(Date.now() + WATCH_MS);
  }

  override async alarm(): Promise<void> {
    this.#armed = false;
    const next = await this.#workUntilNextDue();
    // Unless a kick has set an earlier one meanwhile.
    if (next !== null && !this.#armed) await this.ctx.storage.setAlarm(Date.now() + next);
  }

  async #workUntilNextDue(): Promise<number | null> {
    try {
      await this.#work();
      return await this.#deps.outbox.nextDueInMs(this.#rules.map((rule) => rule.lane));
    } catch (error) {
      this.#deps.log.warn('the outbox is out of reach', { error: String(error) });
      return AFTER_TROUBLE_MS;
    }
  }

  async #work(): Promise<void> {
    await Promise.all(this.#slots.map((slot) => slot.run()));
  }
}

/** A lane without a configured provider is not drained: its rows wait until there is one. */
function drainsOf({ deps, mail, tasks }: Composed): Drain[] {
  const drains: Drain[] = [];
  if (mail) {
    const run = () => drainOutbox(deps, MAIL_LANE, (row) => sendMail({ ...deps, ...mail }, row));
    drains.push({ rule: MAIL_LANE, run });
  }
  if (tasks) {
    const run = () => drainOutbox(deps, STRIPE_LANE, (row) => runStripeTask(tasks, row));
    drains.push({ rule: STRIPE_LANE, run });
  }
  return drains;
}
