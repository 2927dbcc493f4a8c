import { createHmac } from 'node:crypto';
import type { Core } from '../../deps.ts';
import { ALPHABET } from '#domain/ticket/number.ts';

const LENGTH = 10;

/** Follows from the pairing's id and the deployment's secret: staff see it as often as they like, and nobody stores it. */
export function pairingCode({ seals }: Pick<Core, 'seals'>, pairingId: string): string {
  const digest = createHmac('sha256', seals.derive('pairing codes')).update(pairingId).digest('hex');
  let rest = BigInt(`0x${digest}`);
  const base = BigInt(ALPHABET.length);
  let code = '';
  for (; code.length < LENGTH; rest /= base) code += ALPHABET[Number(rest % base)];
  return code;
}

/** `ABCDE-FGHJK`, as people see it. */
export const formatPairingCode = (code: string) => `${code.slice(0, LENGTH / 2)}-${code.slice(LENGTH / 2)}`;
