/** A camera picture, one byte of brightness per point. */
export interface Picture {
  width: number;
  height: number;
  grey: Uint8ClampedArray<ArrayBuffer>;
}

type Random = () => number;

/** Blurs with a Gaussian kernel, first along the rows and then along the columns. */
export function blur(picture: Picture, sigmaPx: number): void {
  const radius = Math.ceil(sigmaPx * 3);
  const weights = Array.from({ length: 2 * radius + 1 }, (_, at) =>
    Math.exp(-((at - radius) ** 2) / (2 * sigmaPx ** 2)),
  );
  const sum = weights.reduce((all, weight) => all + weight, 0);
  const kernel = Float32Array.from(weights, (weight) => weight / sum);
  const { width, height } = picture;
  const along = convolve(Float32Array.from(picture.grey), kernel, {
    lines: height,
    length: width,
    step: 1,
    next: width,
  });
  picture.grey.set(convolve(along, kernel, { lines: width, length: height, step: width, next: 1 }));
}

interface Lines {
  lines: number;
  length: number;
  /** The distance from one point of a line to the next one, and from one line to the next. */
  step: number;
  next: number;
}

function convolve(from: Float32Array, kernel: Float32Array, { lines, length, step, next }: Lines): Float32Array {
  const to = new Float32Array(from.length);
  const radius = (kernel.length - 1) / 2;
  for (let line = 0; line < lines; line++) {
    for (let at = 0; at < length; at++) {
      let sum = 0;
      for (let offset = -radius; offset <= radius; offset++) {
        const near = Math.min(length - 1, Math.max(0, at + offset));
        sum += kernel[offset + radius]! * from[line * next + near * step]!;
      }
      to[line * next + at * step] = sum;
    }
  }
  return to;
}

/** Adds a sensor's noise: normally distributed (Box–Muller) and independent for each point. */
export function addNoise({ grey }: Picture, { deviation, random }: { deviation: number; random: Random }): void {
  for (let at = 0; at < grey.length; at++) {
    const normal = Math.sqrt(-2 * Math.log(1 - random())) * Math.cos(2 * Math.PI * random());
    grey[at] = grey[at]! + normal * deviation;
  }
}

/** Darkens the picture, as in a room with too little light for the camera. */
export function dim({ grey }: Picture, light: number): void {
  for (let at = 0; at < grey.length; at++) grey[at] = 14 + grey[at]! * light;
}

/** Adds a lamp's reflection on the code: white in its centre, and softer outwards. */
export function addGlare(picture: Picture, { radiusPx, random }: { radiusPx: number; random: Random }): void {
  const { width, height, grey } = picture;
  const x0 = width / 2 + (random() - 0.5) * 180;
  const y0 = height / 2 + (random() - 0.5) * 180;
  for (let y = 0; y < height; y++) {
    for (let x = 0; x < width; x++) {
      const distance = Math.hypot(x - x0, (y - y0) * 1.4) / radiusPx;
      const at = y * width + x;
      grey[at] = grey[at]! + 400 * Math.exp(-(distance ** 4));
    }
  }
}

/** Draws broken glass: lines from one point to all sides, each with a dark and a bright edge and kinks. */
export function crack(picture: Picture, { lines, random }: { lines: number; random: Random }): void {
  const { width, height } = picture;
  const start = { x: width / 2 + (random() - 0.5) * 160, y: height / 2 + (random() - 0.5) * 160 };
  for (let line = 0; line < lines; line++) {
    let angle = (line / lines) * 6.28 + random();
    let { x, y } = start;
    const halfPx = 1 + random() * 2;
    for (let step = 0; step < 320; step++) {
      if (step % 60 === 59) angle += (random() - 0.5) * 0.9;
      x += Math.cos(angle);
      y += Math.sin(angle);
      for (let across = -halfPx; across <= halfPx; across += 0.5)
        paint(picture, { x: x - Math.sin(angle) * across, y: y + Math.cos(angle) * across }, across < 0 ? 15 : 245);
    }
  }
}

function paint({ width, height, grey }: Picture, at: { x: number; y: number }, value: number): void {
  const column = Math.round(at.x);
  const row = Math.round(at.y);
  if (column >= 0 && row >= 0 && column < width && row < height) grey[row * width + column] = value;
}
