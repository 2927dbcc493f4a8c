import type { Answer } from '$lib/ask.ts';

const PREFIX = 'everato:remembered:';
/** With an earlier response at hand, a dead network is given up sooner. */
const PATIENCE_MS = 3000;

/** Returns the response, or the last good one where none arrives, so that the door opens offline. */
export async function askOrRemember<T>(name: string, asked: Promise<Answer<T>>): Promise<Answer<T>> {
  const before = localStorage.getItem(PREFIX + name);
  const answer = await (before ? Promise.race([asked, noAnswer()]) : asked);
  // A hotel's sign-in page is no response.
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

/** The account has signed out. */
export function forgetAnswers(): void {
  for (const key of Object.keys(localStorage)) if (key.startsWith(PREFIX)) localStorage.removeItem(key);
}
