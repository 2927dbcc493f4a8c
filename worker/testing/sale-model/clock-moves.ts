import type { MoveKind } from './move.ts';

export const clockMoves: Record<string, MoveKind> = {
  async release(sale, [counter]) {
    await sale.submit({ kind: 'release' }, counter);
  },
  /** Time passes, and the alarm rings or is late. */
  async wait(sale, [long, rings]) {
    sale.advance([1, 5, 9, 11, 16, 16, 31, 31, 60, 200, 800, 16][long]!);
    if (rings > 3) await sale.submit({ kind: 'release' }, rings);
  },
};
