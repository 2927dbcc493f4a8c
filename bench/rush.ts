import { type Stack, startStack } from '../dev/stack.ts';
import { type Benchmark, type Result, count, figure } from './benchmark.ts';
import { median, percentile } from './percentile.ts';
import { audit } from './rush-audit.ts';
import { rush } from './rush-buyers.ts';
import { newRushEvent } from './rush-event.ts';
import { sellByPlainSql } from './rush-plain-sql.ts';

/*
 * An on-sale: 256 buyers over HTTP, each booking two paid places of one event, of three types that share quotas.
 * Every reply is a booking held for 15 minutes, with its line, the buyer's answers and the idempotency key, checked
 * against sale window, limit per person, a coupon that runs out, questions and stock.
 * Yardsticks by the same client in alternating rounds: the same build deciding one command per turn, and the tables
 * alone. Built Worker in plain workerd, PostgreSQL with fsync on, and this client: all on the same cores.
 */
const BUYERS = 256;
const ROUNDS = 5;
const ROUND_MS = 3000;
const CONNECTIONS = [2, 4, 8, 16, 32];

const options = { bundleDir: process.env.EVERATO_TEST_BUNDLE };
/** Makes bookings payable. None is paid, so Stripe is never asked. */
const bindings = { STRIPE_SECRET_KEY: 'sk_test_rush', STRIPE_WEBHOOK_SECRET: 'whsec_rush' };

export async function measure({ participants, undo }: Benchmark): Promise<Result> {
  const grouped = await startStack({ ...options, bindings });
  undo.add(() => grouped.stop());
  const adminUrl = grouped.postgres!.url;
  const single = await startStack({ ...options, adminUrl, bindings: { ...bindings, TURN_LIMIT: '1' } });
  undo.add(() => single.stop());
  const tally = { lost: 0, oversold: 0 };
  const sell = async (stack: Stack, ms: number) => {
    const event = await newRushEvent(stack.databaseUrl, stack.bindings.EVERATO_SECRET);
    const round = await rush(stack.url, event, { buyers: BUYERS, ms, participants });
    const { lost, oversold } = await audit(stack.databaseUrl, event, round.bookingIds);
    tally.lost += lost;
    tally.oversold += oversold;
    return { perSecond: round.bookingIds.length / round.seconds, latenciesMs: round.latenciesMs };
  };
  await sell(grouped, 2000);
  await sell(single, 1000);
  const connections = await bestNumberOfConnections(grouped.databaseUrl);
  const latenciesMs: number[] = [];
  const perSecond = { grouped: [] as number[], single: [] as number[], plain: [] as number[] };
  for (let round = 1; round <= ROUNDS; round++) {
    const sold = await sell(grouped, ROUND_MS);
    latenciesMs.push(...sold.latenciesMs);
    perSecond.grouped.push(sold.perSecond);
    perSecond.single.push((await sell(single, ROUND_MS)).perSecond);
    perSecond.plain.push(await sellPlainly(grouped.databaseUrl, connections, ROUND_MS));
    const latest = (rates: number[]) => figure('bookings/s', rates.at(-1)!);
    console.log(
      `round ${round}: bookings/s ${latest(perSecond.grouped)}, turns of one ${latest(perSecond.single)}, plain SQL ${latest(perSecond.plain)}`,
    );
  }
  const medians = {
    grouped: median(perSecond.grouped),
    single: median(perSecond.single),
    plain: median(perSecond.plain),
  };
  console.log(
    `bookings/s over plain SQL: ${figure('ratio', medians.grouped / medians.plain, 2)}, p50 ${figure('p50', median(latenciesMs))} ms`,
  );
  return {
    line:
      `ratio ${figure('ratio', medians.grouped / medians.single, 1)} (bookings/s ${figure('bookings/s', medians.grouped)} / ` +
      `turns of one ${figure('bookings/s', medians.single)} / plain SQL ${figure('bookings/s', medians.plain)}), ` +
      `p99 ${figure('p99', percentile(latenciesMs, 99))} ms, ` +
      `oversold ${count('oversold', tally.oversold)}, lost ${count('lost', tally.lost)}`,
    faults: tally.lost + tally.oversold,
  };
}

async function sellPlainly(databaseUrl: string, connections: number, ms: number): Promise<number> {
  return sellByPlainSql(databaseUrl, await newRushEvent(databaseUrl), { connections, ms });
}

async function bestNumberOfConnections(databaseUrl: string): Promise<number> {
  let best = { connections: 0, perSecond: 0 };
  for (const connections of CONNECTIONS) {
    const perSecond = await sellPlainly(databaseUrl, connections, 1500);
    console.log(`plain SQL over ${connections} connections: ${figure('bookings/s', perSecond)}/s`);
    if (perSecond > best.perSecond) best = { connections, perSecond };
  }
  return best.connections;
}
