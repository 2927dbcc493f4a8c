/** The reaction to a failed turn. */
export type Recovery =
  /** The turn changed nothing, and no command caused the failure: run it again. */
  | 'retry'
  /** No command caused the failure, and a retry would fail too: all commands fail. */
  | 'fail_all'
  /** One command fails the others: halve the turn until it is found. */
  | 'bisect';

export interface TurnRules<Command, Answer> {
  /** The largest number of commands in one turn. */
  limit: number;
  /** Runs all commands or none. Resolves with an answer for each, in their order. */
  run(commands: readonly Command[]): Promise<readonly Answer[]>;
  recover(error: unknown): Recovery;
}

interface Waiting<Command, Answer> {
  command: Command;
  resolve(answer: Answer): void;
  reject(error: unknown): void;
}

const ATTEMPTS = 4;

/** Group commit: all commands that arrive during a turn form the next one. */
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

  /** Resolves when no command is waiting. */
  async idle(): Promise<void> {
    while (this.running) await this.running;
  }

  private async drain(): Promise<void> {
    // All commands of the same event loop tick belong to the first turn.
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
        const recovery = this.rules.recover(error);
        if (recovery === 'retry' && attempt < ATTEMPTS) continue;
        return recovery === 'fail_all' || group.length === 1 ? fail(group, error) : this.halves(group);
      }
    }
  }

  /** Keeps the order of arrival: first come, first served. */
  private async halves(group: Waiting<Command, Answer>[]): Promise<void> {
    const middle = Math.ceil(group.length / 2);
    await this.turn(group.slice(0, middle));
    await this.turn(group.slice(middle));
  }
}

const fail = <Command, Answer>(group: Waiting<Command, Answer>[], error: unknown) => {
  for (const { reject } of group) reject(error);
};
