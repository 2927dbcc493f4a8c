import type { Sale } from './sale.ts';

/**
 * One action of one participant. Numbers choose among the options at that time, so that any list of moves makes sense.
 */
export interface Move {
  name: string;
  run(sale: Sale): Promise<void>;
}
/** Small numbers, chosen with the move. */
export type Choices = readonly [number, number, number, number];
export type MoveKind = (sale: Sale, choices: Choices) => Promise<unknown>;

export const pick = <T>(list: readonly T[], at: number): T | undefined => list[at % Math.max(1, list.length)];
