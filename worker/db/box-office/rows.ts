import type { ClientBase } from 'pg';
import type { Command } from '#domain/box-office/command.ts';

/** The commands of one event that a turn loads for, and the connection that its transaction runs on. */
export interface LoadingTurn {
  client: ClientBase;
  eventId: string;
  commands: readonly Command[];
}

/** Runs a query and returns its rows. A named statement is prepared once per connection. */
export async function rows<T>(
  client: Pick<ClientBase, 'query'>,
  statement: { name?: string; text: string },
  values: unknown[],
): Promise<T[]> {
  const result = await client.query({ ...statement, values });
  return result.rows as T[];
}
