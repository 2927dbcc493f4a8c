import { startStack, type Stack } from '../dev/stack.ts';
import { median, percentile } from './percentile.ts';
import { audit } from './rush-audit.ts';
import { rush } from './rush-buyers.ts';
import { newRushEvent as newEvent } from './rush-event.ts';
import { sellByPlainSql } from './rush-plain-sql.ts';

/*
 * An on-sale: 256 buyers at once, over HTTP, want two paid places each of one event, of three types that share quotas.
 * Every answer is a booking held for 15 minutes, with its line, what the buyer answered and the key that they sent,
 * checked against sale window, limit per person, a coupon that runs out, questions and stock.
 * Yardsticks by the same client in alternating rounds: the same build deciding one command per turn, and the tables by
 * themselves. Built Worker in plain workerd, PostgreSQL with fsync on, and this client: all on the same cores.
 */
const BUYERS = 256;
const ROUNDS = 5;
const ROUND_MS = 3000;
const CONNECTIONS = [2, 4, 8, 16, 32];

const options = { bundleDir: process.env.EVERATO_TEST_BUNDLE };
/** Bookings can be paid; nobody pays, so Stripe is never asked. */
const bindings = { STRIPE_SECRET_KEY: 'sk_test_rush', STRIPE_WEBHOOK_SECRET: 'whsec_rush' };

const ours = await startStack({ ...options, bindings });
const adminUrl = ours.postgres!.url;
const ofOne = await startStack({ ...options, adminUrl, bindings: { ...bindings, TURN_LIMIT: '1' } });
const tally = { lost: 0, oversold: 0 };
const latenciesMs: number[] = [];
try {
  await sell(ours, 2000);
  await sell(ofOne, 1000);
  const connections = await bestNumberOfConnections(ours.databaseUrl);
  const perSecond = { ours: [] as number[], ofOne: [] as number[], plain: [] as number[] };
  for (let round = 1; round <= ROUNDS; round++) {
    const sold = await sell(ours, ROUND_MS);
    latenciesMs.push(...sold.latenciesMs);
    perSecond.ours.push(sold.perSecond);
    perSecond.ofOne.push((await sell(ofOne, ROUND_MS)).perSecond);
    perSecond.plain.push(await sellPlainly(ours.databaseUrl, connections, ROUND_MS));
    const [a, b, c] = [perSecond.ours, perSecond.ofOne, perSecond.plain].map((list) => Math.round(list.at(-1)!));
    console.log(`round ${round}: bookings/s ${a}, turns of one ${b}, plain SQL ${c}`);
  }
  const [a, b, c] = [median(perSecond.ours), median(perSecond.ofOne), median(perSecond.plain)];
  console.log(`bookings/s over plain SQL: ${(a / c).toFixed(2)}, p50 ${median(latenciesMs).toFixed(0)} ms`);
  console.log(
    `ratio ${(a / b).toFixed(1)} (bookings/s ${Math.round(a)} / turns of one ${Math.round(b)} / plain SQL ${Math.round(c)}), ` +
      `p99 ${Math.round(percentile(latenciesMs, 99))} ms, oversold ${tally.oversold}, lost ${tally.lost}`,
  );
} catch (error) {
  console.error(error);
  tally.lost += 1;
} finally {
  await ofOne.stop();
  await ours.stop();
}
process.exit(tally.lost + tally.oversold === 0 ? 0 : 1);

async function sell(stack: Stack, ms: number) {
  const event = await newEvent(stack.databaseUrl, stack.bindings.EVERATO_SECRET);
  const round = await rush(stack.url, event, BUYERS, ms);
  const { lost, oversold } = await audit(stack.databaseUrl, event, round.bookingIds);
  tally.lost += lost;
  tally.oversold += oversold;
  return { perSecond: round.bookingIds.length / round.seconds, latenciesMs: round.latenciesMs };
}

async function sellPlainly(databaseUrl: string, connections: number, ms: number): Promise<number> {
  return sellByPlainSql(databaseUrl, await newEvent(databaseUrl), connections, ms);
}

async function bestNumberOfConnections(databaseUrl: string): Promise<number> {
  let best = { connections: 0, perSecond: 0 };
  for (const connections of CONNECTIONS) {
    const perSecond = await sellPlainly(databaseUrl, connections, 1500);
    console.log(`plain SQL over ${connections} connections: ${Math.round(perSecond)}/s`);
    if (perSecond > best.perSecond) best = { connections, perSecond };
  }
  return best.connections;
}
