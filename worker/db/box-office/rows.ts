import type { ClientBase } from 'pg';

/** Runs a query and returns its rows. A named statement is prepared once per connection. */
export async function rows<T>(
  client: Pick<ClientBase, 'query'>,
  name: string | null,
  text: string,
  values: unknown[],
): Promise<T[]> {
  const result = await client.query(name === null ? { text, values } : { name, text, values });
  return result.rows as T[];
}
