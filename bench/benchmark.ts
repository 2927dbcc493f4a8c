import { UndoList } from '../dev/undo.ts';
import { InvalidBenchmark, Participants } from './participants.ts';

export interface Benchmark {
  participants: Participants;
  /** Stops everything that the benchmark has started, however it ends. */
  undo: UndoList;
}

export interface Result {
  /** The last line that is printed. */
  line: string;
  /** Lost or doubled records. The line is printed, and the command fails. */
  faults?: number;
}

/** Runs a benchmark and prints its result as the last line. Returns the exit code: 1 if the result is missing or faulty. */
export async function runBenchmark(measure: (benchmark: Benchmark) => Promise<Result>): Promise<0 | 1> {
  const participants = new Participants();
  const undo = new UndoList();
  try {
    const { line, faults = 0 } = await Promise.race([measure({ participants, undo }), participants.failed]);
    participants.check();
    await undo.run();
    console.log(line);
    return faults === 0 ? 0 : 1;
  } catch (error) {
    console.error(error instanceof InvalidBenchmark ? `The benchmark has no result: ${error.message}.` : error);
    await undo.run();
    return 1;
  }
}

/** Formats a measured value. Throws unless it is a finite number above zero. */
export function figure(name: string, value: number, decimals = 0): string {
  if (!Number.isFinite(value) || value <= 0) throw new InvalidBenchmark(`its ${name} is ${value}`);
  return value.toFixed(decimals);
}

/** Formats a number of records, which can be none. Throws unless it is a whole number. */
export function count(name: string, value: number): string {
  if (!Number.isInteger(value) || value < 0) throw new InvalidBenchmark(`its ${name} is ${value}`);
  return String(value);
}
