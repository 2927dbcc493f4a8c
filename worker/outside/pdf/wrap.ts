import type { Face } from './face.ts';

/** Breaks the text into lines no wider than this; a wider word is broken where it must be. */
export function wrap(face: Face, text: string, size: number, width: number): string[] {
  return text.split('\n').flatMap((line) => wrapLine(face, line, size, width));
}

function wrapLine(face: Face, text: string, size: number, width: number): string[] {
  const fits = (line: string) => face.widthOf(line, size) <= width;
  const lines: string[] = [];
  let line = '';
  for (const word of text.split(/\s+/).filter(Boolean)) {
    if (fits(line ? `${line} ${word}` : word)) {
      line = line ? `${line} ${word}` : word;
      continue;
    }
    if (line) lines.push(line);
    const pieces = fits(word) ? [word] : broken(word, fits);
    lines.push(...pieces.slice(0, -1));
    line = pieces.at(-1) ?? '';
  }
  return line || lines.length === 0 ? [...lines, line] : lines;
}

function broken(word: string, fits: (piece: string) => boolean): string[] {
  const pieces = [''];
  for (const character of word) {
    const longer = pieces.at(-1)! + character;
    if (pieces.at(-1) === '' || fits(longer)) pieces[pieces.length - 1] = longer;
    else pieces.push(character);
  }
  return pieces;
}
