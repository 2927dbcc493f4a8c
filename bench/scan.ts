import { launchBrowser } from '../dev/browser.ts';
import { type Benchmark, type Result, figure } from './benchmark.ts';
import { median, percentile } from './percentile.ts';
import { readDamagedFrames } from './scan-damaged.ts';
import { scanLatencies } from './scan-latency.ts';

/*
 * The time from a camera frame to the verdict on the screen, by the real scanner in Chromium with a camera made of a
 * file; and the share of damaged frames that is read, compared with @zxing/browser alone.
 */
export async function measure(benchmark: Benchmark): Promise<Result> {
  const latenciesMs = await scanLatencies(benchmark);
  const medianMs = figure('median', median(latenciesMs));
  const p95Ms = figure('p95', percentile(latenciesMs, 95));
  console.log(`${latenciesMs.length} codes: frame to verdict median ${medianMs} ms, p95 ${p95Ms} ms`);
  const browser = await launchBrowser();
  benchmark.undo.add(() => browser.close());
  const { frames, ours, theirs } = await readDamagedFrames(browser, benchmark);
  const share = (read: number) => `${figure('share of frames', (read / frames) * 100)} %`;
  return {
    line:
      `frame to verdict ${medianMs} ms (p95 ${p95Ms}), ` +
      `damaged frames read ${share(ours)} (@zxing/browser ${share(theirs)}), ratio ${figure('ratio', ours / theirs, 2)}`,
  };
}
