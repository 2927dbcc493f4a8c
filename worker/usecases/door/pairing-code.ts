import { createHmac } from 'node:crypto';
import type { Core } from '../../deps.ts';
import { ALPHABET } from '#domain/ticket/number.ts';

const LENGTH = 10;

/** Derived from the pairing's id and the deployment's secret, so that staff can see it again although it isn't stored. */
export function pairingCode({ seals }: Pick<Core, 'seals'>, pairingId: string): string {
  const digest = createHmac('sha256', seals.derive('pairing codes')).update(pairingId).digest('hex');
  let rest = BigInt(`0x${digest}`);
  const base = BigInt(ALPHABET.length);
  let code = '';
  for (; code.length < LENGTH; rest /= base) code += ALPHABET[Number(rest % base)];
  return code;
}

/** `ABCDE-FGHJK`, as screens show it. */
export const formatPairingCode = (code: string) => `${code.slice(0, LENGTH / 2)}-${code.slice(LENGTH / 2)}`;
