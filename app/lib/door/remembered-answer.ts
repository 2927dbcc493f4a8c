import type { Answer } from '$lib/ask.ts';

const PREFIX = 'everato:remembered:';
/** Whoever has an answer from before waits no longer for a network that has none. */
const PATIENCE_MS = 3000;

/** The answer, or where none can be had the last one that could: the door opens without a network. */
export async function askOrRemember<T>(name: string, asked: Promise<Answer<T>>): Promise<Answer<T>> {
  const before = localStorage.getItem(PREFIX + name);
  const answer = await (before ? Promise.race([asked, noAnswer()]) : asked);
  // A hotel's page instead of an answer is none.
  if (answer?.ok && answer.data !== null) {
    localStorage.setItem(PREFIX + name, JSON.stringify(answer.data));
    return answer;
  }
  const isAway = answer === null || answer.ok || answer.status === 0 || answer.status >= 500;
  if (before && isAway) return { ok: true, data: JSON.parse(before) as T };
  localStorage.removeItem(PREFIX + name);
  return answer ?? asked;
}

const noAnswer = () => new Promise<null>((resolve) => setTimeout(() => resolve(null), PATIENCE_MS));

/** Somebody has signed out. */
export function forgetAnswers(): void {
  for (const key of Object.keys(localStorage)) if (key.startsWith(PREFIX)) localStorage.removeItem(key);
}
