import type { TicketSigner } from '../../deps.ts';
import type { ParsedToken } from '#domain/ticket/token.ts';

export interface VerificationKey {
  keyId: number;
  publicKey: Uint8Array;
  revoked: boolean;
}

/** Returns whether one of the event's valid keys signed this token. */
export async function verifyCode(signer: TicketSigner, keys: VerificationKey[], token: ParsedToken): Promise<boolean> {
  const key = keys.find((candidate) => candidate.keyId === token.keyId && !candidate.revoked);
  return key ? signer.verify(token.signature, token.signed, key.publicKey) : false;
}
