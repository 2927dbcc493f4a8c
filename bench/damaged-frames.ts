import QRCode from 'qrcode';
import { encodeToken, signedPart } from '#domain/ticket/token.ts';
import { randomFrom } from '../worker/testing/torture-seed.ts';
import { type Picture, addGlare, addNoise, blur, crack, dim } from './frame-damage.ts';

/** The position of a code in the picture. */
interface Pose {
  /** Side length of one of its 41 modules, in points of the picture. */
  modulePx: number;
  turn: number;
  /** The angle by which the card leans away from the camera, in radians. */
  tilt: number;
  inverted: boolean;
}

export interface DamagedFrame {
  kind: Damage;
  text: string;
  picture: Picture;
}

type Random = () => number;
export type Damage = (typeof DAMAGES)[number];
export const DAMAGES = ['small', 'blurred', 'noisy', 'tilted', 'dim', 'inverted', 'glare', 'cracked'] as const;

const SIZE = { width: 1280, height: 720 };
const QUIET = 4;
const between = (from: number, to: number, part: number) => from + (to - from) * part;

/** Yields ticket codes with each kind of damage, from slight (`part` 0) to unreadable (1). A seed always gives the same. */
export function* damagedFrames(perKind: number, seed: number): Generator<DamagedFrame> {
  const random = randomFrom(seed);
  for (const kind of DAMAGES)
    for (let index = 0; index < perKind; index++) yield damagedFrame(kind, index / (perKind - 1), random);
}

function damagedFrame(kind: Damage, part: number, random: Random): DamagedFrame {
  const text = ticketCode(random);
  const pose: Pose = { modulePx: 6, turn: between(-0.35, 0.35, random()), tilt: 0.1, inverted: false };
  if (kind === 'small') pose.modulePx = between(3, 1, part);
  if (kind === 'tilted') Object.assign(pose, { tilt: between(0.4, 1.25, part), turn: random() * 6.28 });
  if (kind === 'inverted') pose.inverted = true;
  const picture = photograph(text, pose, random);
  if (kind === 'cracked') crack(picture, { lines: Math.round(between(1, 10, part)), random });
  if (kind === 'glare') addGlare(picture, { radiusPx: between(15, 95, part), random });
  if (kind === 'dim') dim(picture, between(0.3, 0.02, part));
  blur(picture, kind === 'blurred' ? between(1, 5, part) : kind === 'inverted' ? between(0.6, 3.5, part) : 0.6);
  addNoise(picture, { deviation: kind === 'noisy' ? between(25, 130, part) : 3, random });
  return { kind, text, picture };
}

function ticketCode(random: Random): string {
  const bytes = (count: number) => Uint8Array.from({ length: count }, () => random() * 256);
  const hex = (count: number) => Buffer.from(bytes(count)).toString('hex');
  const claims = { keyId: 1, eventTag: hex(4), ticketId: hex(16), revision: 1, typeIndex: 0, issuedAt: new Date(1e12) };
  return encodeToken(signedPart(claims), bytes(64));
}

/** Draws the code on a light card, in a room that is brighter on one side. Each point blends four samples, like a sensor. */
function photograph(text: string, pose: Pose, random: Random): Picture {
  const { modules } = QRCode.create(text, { errorCorrectionLevel: 'M' });
  const side = modules.size + 2 * QUIET;
  const at = viewOf(pose, { x: between(-40, 40, random()), y: between(-20, 20, random()) });
  const paper = pose.inverted ? 25 : 235;
  const ink = pose.inverted ? 235 : 25;
  const shade = between(-0.25, 0.25, random());
  const brightness = (x: number, y: number) => {
    const [u, v] = at(x, y);
    const column = Math.floor(u + side / 2) - QUIET;
    const row = Math.floor(v + side / 2) - QUIET;
    if (Math.abs(u) > side / 2 || Math.abs(v) > side / 2) return 110;
    const inside = column >= 0 && row >= 0 && column < modules.size && row < modules.size;
    return inside && modules.get(row, column) ? ink : paper;
  };
  const { width, height } = SIZE;
  const grey = new Uint8ClampedArray(width * height);
  for (let y = 0; y < height; y++) {
    for (let x = 0; x < width; x++) {
      let sum = 0;
      for (const dy of [0.25, 0.75]) for (const dx of [0.25, 0.75]) sum += brightness(x + dx, y + dy);
      grey[y * width + x] = (sum / 4) * (1 + shade * (x / width - 0.5));
    }
  }
  return { width, height, grey };
}

/** Maps points of the picture to modules from the code's centre: a pinhole camera before a card that leans back. */
function viewOf({ modulePx, turn, tilt }: Pose, middle: { x: number; y: number }) {
  const focalPx = 1000;
  const distance = focalPx / modulePx;
  const cosTurn = Math.cos(turn);
  const sinTurn = Math.sin(turn);
  const cosTilt = Math.cos(tilt);
  const sinTilt = Math.sin(tilt);
  return (x: number, y: number): [number, number] => {
    const px = (x - SIZE.width / 2 - middle.x) / focalPx;
    const py = (y - SIZE.height / 2 - middle.y) / focalPx;
    const v = (py * distance) / (cosTilt - py * sinTilt);
    const u = px * (distance + v * sinTilt);
    return [u * cosTurn + v * sinTurn, v * cosTurn - u * sinTurn];
  };
}
