import type { Face } from './face.ts';
import { wrap } from './wrap.ts';

/** A4, in points. */
export const PAGE = { width: 595.28, height: 841.89, margin: 56 };
export const WIDTH = PAGE.width - 2 * PAGE.margin;
export const SIZE = 9.5;
export const LEADING = 14;

export interface Style {
  face: Face;
  size?: number;
  /** `x` is the right end of the text. */
  right?: boolean;
}

/** Writes from the top of the page to its end, and continues on a new one. `x` counts from the left margin. */
export class Pen {
  readonly pages: string[][] = [[]];
  #y = PAGE.height - PAGE.margin;

  /** Starts a page where less than this height is left. */
  need(height: number): void {
    if (this.#y - height >= PAGE.margin) return;
    this.pages.push([]);
    this.#y = PAGE.height - PAGE.margin;
  }

  down(height: number): void {
    this.#y -= height;
  }

  text(line: string, x: number, { face, size = SIZE, right = false }: Style): void {
    if (line === '') return;
    const at = PAGE.margin + x - (right ? face.widthOf(line, size) : 0);
    this.#put(`BT /${face.name} ${size} Tf ${at.toFixed(2)} ${this.#y.toFixed(2)} Td ${face.encode(line)} Tj ET`);
  }

  /** Lines below each other, each as high as its text. */
  lines(
    text: string,
    x: number,
    { width, leading = LEADING, ...style }: Style & { width: number; leading?: number },
  ): void {
    for (const line of wrap(text, { face: style.face, size: style.size ?? SIZE, width })) {
      this.need(leading);
      this.text(line, x, style);
      this.down(leading);
    }
  }

  /** A thin line above the next text. */
  rule(): void {
    const y = (this.#y + LEADING - 3).toFixed(2);
    this.#put(`0.5 w 0.6 G ${PAGE.margin} ${y} m ${(PAGE.margin + WIDTH).toFixed(2)} ${y} l S`);
  }

  #put(operators: string): void {
    this.pages.at(-1)?.push(operators);
  }
}
