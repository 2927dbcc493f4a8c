/** An event's key pair for signing tickets, with the private key sealed. */
export interface EventKey {
  eventId: string;
  keyId: number;
  publicKey: Uint8Array;
  privateKeySealed: Uint8Array;
  revokedAt: Date | null;
}
