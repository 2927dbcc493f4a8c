import type { Face } from './face.ts';

interface Column {
  face: Face;
  size: number;
  width: number;
}

/** Breaks the text into lines no wider than the column; a wider word is broken where it must be. */
export function wrap(text: string, { face, size, width }: Column): string[] {
  const fits = (line: string) => face.widthOf(line, size) <= width;
  return text.split('\n').flatMap((line) => wrapLine(line, fits));
}

function wrapLine(text: string, fits: (line: string) => boolean): string[] {
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
