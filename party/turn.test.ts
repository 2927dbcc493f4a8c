import { expect, test } from 'vitest';
import { Turns, type Recovery } from './turn.ts';

function desk(
  options: {
    limit?: number;
    fail?: (commands: readonly number[], turn: number) => Error | null;
    recover?: Recovery;
  } = {},
) {
  const turns: number[][] = [];
  const queue = new Turns<number, string>({
    limit: options.limit ?? 100,
    async run(commands) {
      turns.push([...commands]);
      await new Promise((resolve) => setTimeout(resolve, 1));
      const error = options.fail?.(commands, turns.length);
      if (error) throw error;
      return commands.map((command) => `done ${command}`);
    },
    recover: () => options.recover ?? 'bisect',
  });
  return { turns, submit: (command: number) => queue.submit(command) };
}
const outcomes = async (answers: Promise<string>[]) =>
  (await Promise.allSettled(answers)).map((answer) =>
    answer.status === 'fulfilled' ? answer.value : String(answer.reason.message),
  );

test('commands that arrive while a turn runs are the next turn, in order', async () => {
  const { turns, submit } = desk();
  const first = submit(1);
  await Promise.resolve();
  await Promise.resolve();
  const rest = [submit(2), submit(3)];
  expect(await outcomes([first, ...rest])).toEqual(['done 1', 'done 2', 'done 3']);
  expect(turns).toEqual([[1], [2, 3]]);
});

test('a turn takes no more commands than its limit', async () => {
  const { turns, submit } = desk({ limit: 2 });
  await Promise.all([1, 2, 3, 4, 5].map(submit));
  expect(turns).toEqual([[1, 2], [3, 4], [5]]);
});

test('one bad command fails alone', async () => {
  const { submit } = desk({ fail: (commands) => (commands.includes(3) ? new Error('bad') : null) });
  expect(await outcomes([1, 2, 3, 4, 5].map(submit))).toEqual(['done 1', 'done 2', 'bad', 'done 4', 'done 5']);
});

test('a collision makes the whole turn decide again', async () => {
  const { turns, submit } = desk({ recover: 'retry', fail: (_, turn) => (turn < 3 ? new Error('collided') : null) });
  expect(await outcomes([1, 2].map(submit))).toEqual(['done 1', 'done 2']);
  expect(turns).toEqual([
    [1, 2],
    [1, 2],
    [1, 2],
  ]);
});

test('without the database every command fails right away', async () => {
  const { turns, submit } = desk({ recover: 'fail_all', fail: () => new Error('away') });
  expect(await outcomes([1, 2, 3].map(submit))).toEqual(['away', 'away', 'away']);
  expect(turns).toHaveLength(1);
});
