/** What a failed turn means for the commands in it. */
export type Blame =
  /** Nobody is to blame and nothing was done: decide all of it again. */
  | 'again'
  /** Nobody is to blame, and trying again would not help: everybody hears of it. */
  | 'everybody'
  /** One of them spoils it for the others: find it. */
  | 'somebody';

export interface TurnRules<Command, Answer> {
  /** Commands in one turn, at most. */
  limit: number;
  /** All of them or none. One answer for each, in their order. */
  run(commands: readonly Command[]): Promise<readonly Answer[]>;
  blame(error: unknown): Blame;
}

interface Waiting<Command, Answer> {
  command: Command;
  resolve(answer: Answer): void;
  reject(error: unknown): void;
}

const ATTEMPTS = 4;

/** Group commit: whatever arrives while a turn runs is the next turn. */
export class Turns<Command, Answer> {
  private waiting: Waiting<Command, Answer>[] = [];
  private running: Promise<void> | null = null;
  private readonly rules: TurnRules<Command, Answer>;

  constructor(rules: TurnRules<Command, Answer>) {
    this.rules = rules;
  }

  submit(command: Command): Promise<Answer> {
    const answer = new Promise<Answer>((resolve, reject) => this.waiting.push({ command, resolve, reject }));
    this.running ??= this.drain();
    return answer;
  }

  /** Resolves when nothing waits any more. */
  async idle(): Promise<void> {
    while (this.running) await this.running;
  }

  private async drain(): Promise<void> {
    // Everything that came with the same event of the loop belongs to the first turn.
    await Promise.resolve();
    while (this.waiting.length > 0) await this.turn(this.waiting.splice(0, this.rules.limit));
    this.running = null;
  }

  private async turn(group: Waiting<Command, Answer>[]): Promise<void> {
    const commands = group.map(({ command }) => command);
    for (let attempt = 1; ; attempt++) {
      try {
        const answers = await this.rules.run(commands);
        group.forEach(({ resolve }, position) => resolve(answers[position] as Answer));
        return;
      } catch (error) {
        const blame = this.rules.blame(error);
        if (blame === 'again' && attempt < ATTEMPTS) continue;
        return blame === 'everybody' || group.length === 1 ? fail(group, error) : this.halves(group);
      }
    }
  }

  /** In their order, so that first come stays first served. */
  private async halves(group: Waiting<Command, Answer>[]): Promise<void> {
    const middle = Math.ceil(group.length / 2);
    await this.turn(group.slice(0, middle));
    await this.turn(group.slice(middle));
  }
}

const fail = <Command, Answer>(group: Waiting<Command, Answer>[], error: unknown) => {
  for (const { reject } of group) reject(error);
};
