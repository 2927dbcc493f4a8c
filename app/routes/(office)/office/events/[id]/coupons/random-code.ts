// Nothing that is read wrongly from a poster, or spells a word.
const LETTERS = 'BCDFGHJKMNPQRTVWXY346789';
const LENGTH = 8;

/** A code that nobody guesses: about 37 bits. */
export function randomCode(): string {
  const numbers = crypto.getRandomValues(new Uint32Array(LENGTH));
  return Array.from(numbers, (number) => LETTERS[number % LETTERS.length]).join('');
}
