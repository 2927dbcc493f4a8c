// No letters that are misread on a poster, and no vowels, so that no word appears.
const LETTERS = 'BCDFGHJKMNPQRTVWXY346789';
const LENGTH = 8;

/** A code too long to guess: about 37 bits. */
export function randomCode(): string {
  const numbers = crypto.getRandomValues(new Uint32Array(LENGTH));
  return Array.from(numbers, (number) => LETTERS[number % LETTERS.length]).join('');
}
