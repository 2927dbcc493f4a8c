import type { m } from '$messages';
import type { ErrorCode } from '#domain/refusal.ts';

export { fieldWords } from './field-words.ts';

type Code = ErrorCode | 'offline';
/** Fails the type check for a code without a message: `error_{code}` in app/messages. */
type Messages = Pick<typeof m, `error_${Code}`>;
type Message = (inputs: { limit: number; left: number; names: string }) => string;

/** By name, so that a new code needs no entry here; as files, so that no other message is bundled with them. */
const files = import.meta.glob<Partial<Messages>>('../paraglide/messages/error_*.js', { eager: true });
const messages: Record<keyof Messages, Message> = Object.assign({}, ...Object.values(files)) as Messages;

/** Returns a refusal in the reader's language; details fill in its figures and names. */
export function errorText(code: Code, details?: unknown): string {
  const message = messages[`error_${code}`] ?? messages.error_internal;
  const given = (details ?? {}) as { limit?: number; left?: number; names?: string[] };
  return message({ limit: given.limit ?? 0, left: given.left ?? 0, names: (given.names ?? []).join(', ') });
}
