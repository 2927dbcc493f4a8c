import type { Verdict } from '#contract/door/checkin.ts';

/** How a verdict looks, sounds and feels; `unsure` is a scan without a verdict. */
export type Tone = 'good' | 'warn' | 'bad' | 'unsure';

/** Red is for tickets that admit nowhere; amber for good tickets at the wrong place or time. */
const TONES: Record<Verdict, Tone> = {
  admitted: 'good',
  exited: 'good',
  already_in: 'warn',
  already_left: 'warn',
  unpaid: 'warn',
  not_yet_valid: 'warn',
  wrong_type: 'warn',
  not_in: 'warn',
  full: 'warn',
  no_longer_valid: 'bad',
  invalid: 'bad',
  wrong_event: 'bad',
  cancelled: 'bad',
  revoked: 'bad',
};

export const toneOf = (verdict: Verdict): Tone => TONES[verdict];

/** The sign of a verdict: a guest who leaves gets a sign of their own. */
export type Sign = Tone | 'leaving';

export const signOf = (verdict: Verdict): Sign => (verdict === 'exited' ? 'leaving' : toneOf(verdict));
