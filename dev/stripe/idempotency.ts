import { createHash } from 'node:crypto';
import { StripeFailure } from './failure.ts';
import type { State } from './state.ts';

export interface Answer {
  status: number;
  body: string;
  replayed?: boolean;
}

const DAY_MS = 24 * 60 * 60 * 1000;

/** Runs a changing call once per key: the same call gets the same response again, another call is refused. */
export function onceByKey(
  state: State,
  { key, content }: { key: string | undefined; content: string },
  run: () => Answer,
): Answer {
  if (!key) return run();
  const fingerprint = createHash('sha256').update(content).digest('hex');
  const saved = state.answers[key];
  if (saved && state.now() - saved.at < DAY_MS) {
    if (saved.request !== fingerprint) throw otherRequest(key);
    return { status: saved.status, body: saved.body, replayed: true };
  }
  const answer = attempt(run);
  state.answers[key] = { request: fingerprint, status: answer.status, body: answer.body, at: state.now() };
  state.changed();
  return answer;
}

// A refusal of the call itself, such as an unknown parameter, is rethrown: nothing ran, so the key stays unused.
function attempt(run: () => Answer): Answer {
  try {
    return run();
  } catch (error) {
    if (!(error instanceof StripeFailure) || error.details.early) throw error;
    return { status: error.details.status, body: error.body() };
  }
}

const otherRequest = (key: string) =>
  new StripeFailure({
    status: 400,
    type: 'idempotency_error',
    message: `Keys for idempotent requests can only be used with the same parameters they were first used with. Try using a key other than '${key}' if you meant to execute a different request.`,
  });
