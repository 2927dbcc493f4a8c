import { startStack } from '../dev/stack.ts';
import { median, percentile } from './percentile.ts';
import { audit } from './rush-audit.ts';
import { newRushEvent } from './rush-event.ts';
import { arrivals, replay } from './sale-arrivals.ts';

/*
 * A real on-sale's arrivals, as they were, ten and thirty times as many: everybody comes when they come, whether the
 * ones before have their answer or not, and waits for it. There are places for four in five of them. Built Worker in
 * plain workerd, PostgreSQL with fsync on, and these buyers: all on the same cores. `npm run bench sale 1 10` leaves the
 * thirtyfold out.
 */
const FACTORS = process.argv.length > 3 ? process.argv.slice(3).map(Number) : [1, 10, 30];
const PLACES_EACH = 2;

const bindings = { STRIPE_SECRET_KEY: 'sk_test_sale', STRIPE_WEBHOOK_SECRET: 'whsec_sale' };
const stack = await startStack({ bundleDir: process.env.EVERATO_TEST_BUNDLE, bindings });
const tally = { lost: 0, oversold: 0 };
const waited: string[] = [];
try {
  for (const factor of FACTORS) {
    const times = arrivals(factor);
    const places = Math.floor(times.length * 0.8) * PLACES_EACH;
    const event = await newRushEvent(stack.databaseUrl, stack.bindings.EVERATO_SECRET, places);
    const { bookingIds, waitedMs, refused, seconds } = await replay(stack.url, event, times);
    const { lost, oversold, taken } = await audit(stack.databaseUrl, event, bookingIds);
    tally.lost += lost + (times.length - bookingIds.length - refused);
    tally.oversold += oversold;
    const [p50, p95, p99] = [median(waitedMs), percentile(waitedMs, 95), percentile(waitedMs, 99)].map(Math.round);
    console.log(
      `x${factor}: ${times.length} buyers in ${seconds.toFixed(0)} s, ${bookingIds.length} booked, ${refused} told that ` +
        `nothing is left, ${taken} of ${places} places taken; waited p50 ${p50} p95 ${p95} p99 ${p99} ms`,
    );
    waited.push(`x${factor} p50 ${p50} p95 ${p95} p99 ${p99}${factor === FACTORS[0] ? ' ms' : ''}`);
  }
} catch (error) {
  console.error(error);
  tally.lost += 1;
} finally {
  await stack.stop();
}
console.log(`${waited.join(', ')}, oversold ${tally.oversold}, lost ${tally.lost}`);
process.exit(tally.lost + tally.oversold === 0 ? 0 : 1);
