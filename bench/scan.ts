import { launchBrowser } from '../dev/browser.ts';
import { median, percentile } from './percentile.ts';
import { readDamagedFrames } from './scan-damaged.ts';
import { scanLatencies } from './scan-latency.ts';

/*
 * From a camera's frame to the verdict on the screen, by the real scanner in Chromium with a camera made of a file; and
 * which share of damaged frames is read, against @zxing/browser alone.
 */
const latenciesMs = await scanLatencies();
console.log(
  `${latenciesMs.length} codes: frame to verdict median ${median(latenciesMs).toFixed(0)} ms, p95 ${percentile(latenciesMs, 95).toFixed(0)} ms`,
);
const browser = await launchBrowser();
const { frames, ours, theirs } = await readDamagedFrames(browser).finally(() => browser.close());

const share = (read: number) => `${((read / frames) * 100).toFixed(0)} %`;
console.log(
  `frame to verdict ${median(latenciesMs).toFixed(0)} ms (p95 ${percentile(latenciesMs, 95).toFixed(0)}), ` +
    `damaged frames read ${share(ours)} (@zxing/browser ${share(theirs)}), ratio ${(ours / theirs).toFixed(2)}`,
);
process.exit(0);
