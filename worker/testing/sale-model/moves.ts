import fc from 'fast-check';
import { buyMoves } from './buy-moves.ts';
import { clockMoves } from './clock-moves.ts';
import { moneyMoves } from './money-moves.ts';
import type { Move, MoveKind } from './move.ts';
import { staffMoves } from './staff-moves.ts';

const KINDS: Record<string, MoveKind> = { ...buyMoves, ...moneyMoves, ...staffMoves, ...clockMoves };
/** How much likelier than the others, or the event would never sell out and nothing would ever be paid. */
const OFTEN: Record<string, number> = {
  place: 14,
  placeAtDesk: 4,
  startPayment: 9,
  pay: 9,
  deliverNews: 9,
  runTask: 6,
  join: 9,
  wait: 3,
  complete: 3,
};
const NAMES = Object.keys(KINDS).flatMap((name) => Array.from({ length: OFTEN[name] ?? 1 }, () => name));

const choices = fc.tuple(fc.nat(11), fc.nat(11), fc.nat(11), fc.nat(11));
const single: fc.Arbitrary<Move> = fc.tuple(fc.constantFrom(...NAMES), choices).map(([name, chosen]) => ({
  name: `${name}(${chosen.join(' ')})`,
  run: async (sale) => void (await KINDS[name]!(sale, chosen)),
}));

/** Several in parallel: those at one counter share a turn, those at two race. */
const together = fc.array(single, { minLength: 2, maxLength: 5 }).map((moves): Move => ({
  name: `together: ${moves.map(({ name }) => name).join(', ')}`,
  run: async (sale) => void (await Promise.all(moves.map((move) => move.run(sale)))),
}));

const crashing = fc.tuple(fc.constantFrom('before', 'after'), fc.oneof(single, together)).map(([when, move]): Move => ({
  name: `crash ${when} commit of ${move.name}`,
  run: async (sale) => {
    sale.crashAt(when as 'before' | 'after');
    await move.run(sale);
  },
}));

export const aMove = fc.oneof({ weight: 8, arbitrary: single }, { weight: 3, arbitrary: together }, crashing);
