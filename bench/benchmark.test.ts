import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest';
import { type Benchmark, type Result, count, figure, runBenchmark } from './benchmark.ts';

const printed: string[] = [];
beforeEach(() => {
  printed.length = 0;
  vi.spyOn(console, 'log').mockImplementation((line: string) => void printed.push(line));
  vi.spyOn(console, 'error').mockImplementation((line: string) => void printed.push(line));
});
afterEach(() => vi.restoreAllMocks());

/** A benchmark with one participant, which is admitted. */
const withScanner = (measure: (scanner: ReturnType<Benchmark['participants']['join']>) => Promise<Result> | Result) =>
  runBenchmark(async ({ participants }) => {
    const scanner = participants.join('scanner');
    scanner.ready();
    return measure(scanner);
  });

describe('a benchmark', () => {
  test('prints its result last and succeeds if its participants stay', async () => {
    expect(await withScanner(() => ({ line: `ratio ${figure('ratio', 2.345, 2)}, lost ${count('lost', 0)}` }))).toBe(0);
    expect(printed).toEqual(['ratio 2.35, lost 0']);
  });

  test('fails as soon as a participant dies, even if it would wait for that participant forever', async () => {
    const code = await withScanner((scanner) => {
      scanner.fail('was closed with 1013');
      return new Promise<Result>(() => {});
    });
    expect(code).toBe(1);
    expect(printed).toEqual(['The benchmark has no result: scanner 1 was closed with 1013.']);
  });

  test('fails if a participant has died, although it has a result', async () => {
    const code = await withScanner((scanner) => {
      scanner.fail('was refused');
      return { line: 'ratio 9.9' };
    });
    expect(code).toBe(1);
    expect(printed).toEqual(['The benchmark has no result: scanner 1 was refused.']);
  });

  test('fails if a participant was never admitted', async () => {
    const code = await runBenchmark(async ({ participants }) => {
      participants.join('listener');
      return { line: 'ratio 9.9' };
    });
    expect(code).toBe(1);
    expect(printed).toEqual(['The benchmark has no result: listener 1 was never admitted.']);
  });

  test('fails if nothing took part', async () => {
    expect(await runBenchmark(async () => ({ line: 'ratio 9.9' }))).toBe(1);
    expect(printed).toEqual(['The benchmark has no result: nothing took part in it.']);
  });

  test('accepts the end of a participant that has left', async () => {
    const code = await withScanner((scanner) => {
      scanner.leave();
      scanner.fail('was closed with 1006');
      return { line: 'ratio 2.0' };
    });
    expect([code, printed]).toEqual([0, ['ratio 2.0']]);
  });

  test('prints its result and fails if it lost records', async () => {
    expect(await withScanner(() => ({ line: 'ratio 2.0, lost 3', faults: 3 }))).toBe(1);
    expect(printed).toEqual(['ratio 2.0, lost 3']);
  });

  test('stops everything it started, also when it fails', async () => {
    const stopped: string[] = [];
    await runBenchmark(async ({ undo }) => {
      undo.add(() => stopped.push('stack'));
      throw new Error('Postgres is gone');
    });
    expect(stopped).toEqual(['stack']);
  });

  test.for([Infinity, Number.NaN, 0, -1])('has no figure for %d', async (value) => {
    expect(await withScanner(() => ({ line: `p99 ${figure('p99', value)} ms` }))).toBe(1);
    expect(printed).toEqual([`The benchmark has no result: its p99 is ${value}.`]);
  });

  test.for([Infinity, Number.NaN, 0.5, -1])('counts no %d records', async (value) => {
    expect(await withScanner(() => ({ line: `lost ${count('lost', value)}` }))).toBe(1);
    expect(printed).toEqual([`The benchmark has no result: its lost is ${value}.`]);
  });
});
