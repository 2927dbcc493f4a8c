export interface SeenCode {
  text: string;
  /** In the picture's own pixels. */
  box: { x: number; y: number; width: number; height: number };
}

/** Of several codes in the picture, the one nearest to its middle counts. */
export function middleCode(codes: readonly SeenCode[], picture: { width: number; height: number }): string | null {
  let nearest: string | null = null;
  let least = Infinity;
  for (const { text, box } of codes) {
    const distance = Math.hypot(box.x + box.width / 2 - picture.width / 2, box.y + box.height / 2 - picture.height / 2);
    if (distance < least) [nearest, least] = [text, distance];
  }
  return nearest;
}

export function boxAround(corners: { x: number; y: number }[]): SeenCode['box'] {
  const xs = corners.map(({ x }) => x);
  const ys = corners.map(({ y }) => y);
  const x = Math.min(...xs);
  const y = Math.min(...ys);
  return { x, y, width: Math.max(...xs) - x, height: Math.max(...ys) - y };
}
