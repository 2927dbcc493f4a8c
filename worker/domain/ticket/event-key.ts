/** An event's key pair, the private half sealed. */
export interface EventKey {
  eventId: string;
  keyId: number;
  publicKey: Uint8Array;
  privateKeySealed: Uint8Array;
  revokedAt: Date | null;
}
