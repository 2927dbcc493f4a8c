import { startStack } from '../dev/stack.ts';
import { type Benchmark, type Result, count, figure } from './benchmark.ts';
import { InvalidBenchmark } from './participants.ts';
import { median, percentile } from './percentile.ts';
import { audit } from './rush-audit.ts';
import { newRushEvent } from './rush-event.ts';
import { arrivals, replay } from './sale-arrivals.ts';

/*
 * The arrivals of a real on-sale, then ten and thirty times as many. Buyers come at their own times, whether or not
 * earlier ones have a reply, and wait for theirs. There are places for four in five of them. Built Worker in plain
 * workerd, PostgreSQL with fsync on, and these buyers: all on the same cores. `npm run bench sale 1 10` leaves the
 * thirtyfold out.
 */
const FACTORS = process.argv.length > 3 ? process.argv.slice(3).map(Number) : [1, 10, 30];
const PLACES_EACH = 2;
const bindings = { STRIPE_SECRET_KEY: 'sk_test_sale', STRIPE_WEBHOOK_SECRET: 'whsec_sale' };

export async function measure({ participants, undo }: Benchmark): Promise<Result> {
  const stack = await startStack({ bundleDir: process.env.EVERATO_TEST_BUNDLE, bindings });
  undo.add(() => stack.stop());
  const tally = { lost: 0, oversold: 0 };
  const waits: string[] = [];
  for (const factor of FACTORS) {
    const times = arrivals(factor);
    if (times.length === 0) throw new InvalidBenchmark(`no buyer comes at x${factor}`);
    const places = Math.floor(times.length * 0.8) * PLACES_EACH;
    const event = await newRushEvent(stack.databaseUrl, stack.bindings.EVERATO_SECRET, places);
    const { bookingIds, waitedMs, refused, seconds } = await replay(stack.url, { event, times, participants });
    const { lost, oversold, taken } = await audit(stack.databaseUrl, event, bookingIds);
    tally.lost += lost + (times.length - bookingIds.length - refused);
    tally.oversold += oversold;
    const waited = `p50 ${figure('p50', median(waitedMs))} p95 ${figure('p95', percentile(waitedMs, 95))} p99 ${figure('p99', percentile(waitedMs, 99))}`;
    console.log(
      `x${factor}: ${times.length} buyers in ${figure('duration', seconds)} s, ${figure('number of bookings', bookingIds.length)} booked, ` +
        `${count('refusals', refused)} told that nothing is left, ${taken} of ${places} places taken; waited ${waited} ms`,
    );
    waits.push(`x${factor} ${waited}${factor === FACTORS[0] ? ' ms' : ''}`);
  }
  return {
    line: `${waits.join(', ')}, oversold ${count('oversold', tally.oversold)}, lost ${count('lost', tally.lost)}`,
    faults: tally.lost + tally.oversold,
  };
}
