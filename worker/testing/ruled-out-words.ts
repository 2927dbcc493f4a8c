export interface RuledOutWord {
  pattern: RegExp;
  better: string;
}

/** Words that no message, comment or document uses, with the word to use instead. */
export const RULED_OUT_WORDS: RuledOutWord[] = [
  { pattern: /\be-mail(s|ed|ing)?\b/i, better: 'email' },
  { pattern: /\bsomebody\b/i, better: 'someone' },
  { pattern: /\bnobody\b/i, better: 'no one' },
  { pattern: /\b(every|any)body\b/i, better: 'everyone, anyone' },
  { pattern: /\bwhoever\b/i, better: 'the noun: the caller, the buyer, anyone who' },
  { pattern: /\bwhom\b/i, better: 'who, or the noun' },
  { pattern: /\banew\b/i, better: 'again' },
  { pattern: /\bcall(s|ed|ing)? (it |((an|the|this) )?events? )?off\b/i, better: 'cancel' },
  { pattern: /\bpass(es|ed|ing)? (it |them |((a|the|this|your) )?tickets? )?on\b/i, better: 'transfer' },
  { pattern: /\bat once\b/i, better: 'right away' },
  { pattern: /\blet(s|ting)?( (them|him|her|people|someone|all|\{\w+\})){0,2} in\b/i, better: 'admit, check in' },
  { pattern: /\bby hand\b/i, better: 'outside Stripe, directly' },
  { pattern: /\bof (its|their) own accord\b/i, better: 'automatically' },
];

/** Words that are fine in a comment about code, and wrong on a screen or in an email. */
export const RULED_OUT_FOR_READERS: RuledOutWord[] = [
  ...RULED_OUT_WORDS,
  { pattern: /(?<!-)\bmails?\b/i, better: 'email' },
  { pattern: /(?<!\{)\bplaces\b/i, better: 'tickets, capacity' },
  { pattern: /\bthe house\b/i, better: 'venue' },
  { pattern: /\b(comes?|came|coming) in\b/i, better: 'checked in, admitted' },
  { pattern: /\b(goes|going|went) back\b/i, better: 'will be refunded' },
  { pattern: /\b(pay|pays|paid) back\b/i, better: 'refund' },
  { pattern: /\btak(e|es|en) back\b/i, better: 'undone, returned' },
  { pattern: /\bhand(s|ed)? (over|back)\b/i, better: 'refund' },
  { pattern: /\bcontest(s|ed)?\b/i, better: 'disputed' },
  { pattern: /\b(is|are) over\b/i, better: 'has ended' },
  { pattern: /\ball the same\b/i, better: 'after all' },
  { pattern: /\b(do|does|did|is|are|was|were|has|have) not\b/i, better: 'the contraction' },
  { pattern: /\b(cannot|can not)\b/i, better: 'can’t' },
];

/** The parts of a text that use a ruled-out word, each with the better word. */
export function ruledOutIn(text: string, words: RuledOutWord[] = RULED_OUT_WORDS): string[] {
  return words.flatMap(({ pattern, better }) => {
    const found = pattern.exec(text);
    return found ? [`“${found[0]}” (better: ${better})`] : [];
  });
}
