import type { Core } from '../../deps.ts';
import type { EventKey } from '#domain/ticket/event-key.ts';
import { REHEARSAL_KEY } from '#domain/door/rehearsal.ts';

/** The key pair of a rehearsal's tickets. It is derived from the deployment's secret, isn't stored and signs nothing else. */
export async function rehearsalKey(deps: Pick<Core, 'seals' | 'signer'>, doorId: string): Promise<EventKey> {
  const privateKey = new Uint8Array(Buffer.from(deps.seals.derive(`rehearsal ${doorId}`), 'base64url'));
  return {
    eventId: doorId,
    keyId: REHEARSAL_KEY,
    publicKey: await deps.signer.publicKeyOf(privateKey),
    privateKeySealed: await deps.seals.seal(privateKey, `event-key ${doorId}`),
    revokedAt: null,
  };
}
